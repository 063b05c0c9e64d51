"""Which wire fields of an order are a person's, so that exports can mask them (product row 59)."""

PERSONAL = {"customername": "name", "mobileno": "phone", "consignee": "address"}
