"""The documents' tables as pydantic models: their keys, in the documents' own spelling.

Unknown keys are passed over here; the order's raw text keeps them. null in an optional field means absent.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag

from posdesk.platforms.o2o.fields import (
    Amount,
    Code,
    Flag,
    Integer,
    Moment,
    Named,
    OptionalAmount,
    OptionalInteger,
    Stripped,
    Text,
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


def _none_is(default: object) -> BeforeValidator:
    return BeforeValidator(lambda value: default if value is None else value)


_OptionalText = Annotated[Text, _none_is("")]
_ZeroAmount = Annotated[Amount, BeforeValidator(lambda value: 0 if value is None or value == "" else value)]
_ZERO = Decimal(0)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class LineWire(_Wire):
    """A row of `billitems`; money in yuan."""

    produid: OptionalInteger = None
    prodcode: Text
    prodname: Text
    unit: Text
    amount: Amount
    dealpri: Amount
    trademoney: Amount
    attributes: _OptionalText = ""
    remark: _OptionalText = ""


class PaymentWire(_Wire):
    """A row of `payitems`; money in yuan."""

    paycode: Code
    payname: Text
    ordersum: Amount
    discsum: _ZeroAmount = _ZERO
    paymoney: Amount


class ExtraWire(_Wire):
    """A row of `extraitem`, as its table has it; money in yuan."""

    extra_name: Text
    extra_singleprice: Amount
    extra_quantity: Amount
    extra_price: Amount


class ExtraPaymentWire(_Wire):
    """A row of `extraitem` as the documents' sample has it: payment fields, a copy of a row of `payitems`."""

    payname: _OptionalText = ""
    paymoney: _ZeroAmount = _ZERO


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

    tbillno: Named
    tshowno: Stripped
    tscustsource: Annotated[Code, _none_is("")] = ""
    isbooklist: Flag
    isverification: Flag
    storeuid: OptionalInteger = None
    storecode: Stripped
    storename: _OptionalText = ""
    customername: Text
    mobileno: Text
    consignee: Text
    submitdate: Moment
    ordertime: Moment
    reamrks: _OptionalText = ""  # the documents' spelling
    state: Integer
    order_total: OptionalAmount = None
    actual_fee: OptionalAmount = None
    logistics_fee: OptionalAmount = Field(None, alias="logisticsFee")
    service_fee: OptionalAmount = Field(None, alias="serviceFee")
    activity_total: OptionalAmount = Field(None, alias="activityTotal")
    tp_charge: _ZeroAmount = _ZERO
    merchant_charge: _ZeroAmount = _ZERO
    agent_charge: _ZeroAmount = _ZERO
    logistics_charge: _ZeroAmount = _ZERO
    billitems: tuple[LineWire, ...]
    payitems: Annotated[tuple[PaymentWire, ...], _none_is(())] = ()
    extraitem: Annotated[tuple[_ExtraRow, ...], _none_is(())] = ()


class CancelWire(_Wire):
    """`items` of CancelSaleOrderBill."""

    storeuid: Integer
    tbillno: Named


class StatusWire(_Wire):
    """`items` of TpOrderStatusChange."""

    tbillno: Named
    order_status: Integer = Field(alias="orderStatus")


class BillWire(_Wire):
    """`items` of AccptSaleOrderBill and RefuseSaleOrderBill."""

    tbillno: Named


class ReadyWire(_Wire):
    """`items` of PushSaleOrderBillState; `billno` is ours."""

    tbillno: Named
    billno: Named


class VerifyWire(_Wire):
    """`items` of VerificationSaleOrder; `verno` is the scanned code. Its check digit is nobody's business."""

    tbillno: Named
    verno: Named


class PayWire(_Wire):
    """An entry of PushSaleOrderBillPayInfo's `items`, which is always a list."""

    tbillno: Named
    payitems: tuple[PaymentWire, ...]


class CaptureWire(_Wire):
    """`items` of CaptureSaleOrderBill; `scanno` is the scanned code."""

    scanno: Named
