"""The documents' tables as pydantic models: their keys, in the documents' own spelling.

Unknown keys and those that nothing uses are passed over here; the order's raw text keeps them. What an empty
text may be, null and `{}` may be too; a required key that is not there at all is missing.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from posdesk.platforms.o2o.fields import (
    Amount,
    Code,
    Flag,
    Integer,
    Key,
    Moment,
    OptionalAmount,
    OptionalCode,
    Rows,
    SomeRows,
    StoreCode,
    Stripped,
    Text,
    UnusedAmount,
    UnusedInteger,
    ZeroAmount,
)

ADD = "AddSaleOrderBill"
CANCEL = "CancelSaleOrderBill"
STATUS = "TpOrderStatusChange"
CAPTURE = "CaptureSaleOrderBill"
ACCEPT = "AccptSaleOrderBill"
REFUSE = "RefuseSaleOrderBill"
READY = "PushSaleOrderBillState"
VERIFY = "VerificationSaleOrder"
PAY = "PushSaleOrderBillPayInfo"


_ZERO = Decimal(0)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class LineWire(_Wire):
    """A row of `billitems`; money in yuan."""

    prodcode: Text
    prodname: Text
    unit: Text
    amount: Amount
    dealpri: Amount
    trademoney: Amount
    attributes: Text = ""
    remark: Text = ""


class PaymentWire(_Wire):
    """A row of `payitems`; money in yuan."""

    paycode: Code
    payname: Text
    ordersum: Amount
    discsum: ZeroAmount = _ZERO
    paymoney: Amount


class ExtraWire(_Wire):
    """A row of `extraitem`, as its table has it; money in yuan."""

    extra_name: Text
    extra_singleprice: Amount
    extra_quantity: Amount
    extra_price: Amount


class ExtraPaymentWire(_Wire):
    """A row of `extraitem` as the documents' sample has it: payment fields, a copy of a row of `payitems`."""

    payname: Text = ""
    paymoney: ZeroAmount = _ZERO


TAG = "~"  # begins what pydantic puts into an error's path for a choice of models; no field does


def _shape(row: object) -> str:
    if isinstance(row, ExtraPaymentWire):
        return "~payment"
    keys = set(row) if isinstance(row, Mapping) else set()
    is_payment = keys & {"paycode", "payname", "paymoney"} and not keys & set(ExtraWire.model_fields)
    return "~payment" if is_payment else "~extra"


_ExtraRow = Annotated[
    Annotated[ExtraWire, Tag("~extra")] | Annotated[ExtraPaymentWire, Tag("~payment")],
    Discriminator(_shape),
]


class OrderWire(_Wire):
    """An order, in AddSaleOrderBill and in the answer to CaptureSaleOrderBill; money in yuan."""

    tbillno: Key
    tshowno: Stripped
    tscustsource: OptionalCode = ""
    isbooklist: Flag
    isverification: Flag
    storeuid: UnusedInteger = None
    storecode: StoreCode
    storename: Text = ""
    customername: Text
    mobileno: Text
    consignee: Text
    submitdate: Moment
    ordertime: Moment
    reamrks: Text = ""  # the documents' spelling
    state: UnusedInteger = None
    order_total: UnusedAmount = None
    actual_fee: OptionalAmount = None
    logistics_fee: OptionalAmount = Field(None, alias="logisticsFee")
    service_fee: UnusedAmount = Field(None, alias="serviceFee")
    activity_total: OptionalAmount = Field(None, alias="activityTotal")
    tp_charge: ZeroAmount = _ZERO
    merchant_charge: ZeroAmount = _ZERO
    agent_charge: ZeroAmount = _ZERO
    logistics_charge: ZeroAmount = _ZERO
    billitems: Annotated[tuple[LineWire, ...], SomeRows]
    payitems: Annotated[tuple[PaymentWire, ...], Rows] = ()
    extraitem: Annotated[tuple[_ExtraRow, ...], Rows] = ()


class CancelWire(_Wire):
    """`items` of CancelSaleOrderBill."""

    storeuid: Integer
    tbillno: Key


class StatusWire(_Wire):
    """`items` of TpOrderStatusChange."""

    tbillno: Key
    order_status: Integer = Field(alias="orderStatus")
