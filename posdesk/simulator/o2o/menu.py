"""A Hunan kitchen and its customers: the words that orders are made of. People and numbers are invented."""

from dataclasses import dataclass
from decimal import Decimal

HOT = ("不辣", "微辣", "中辣", "特辣")
SIZE = ("小份", "大份")
ICE = ("冰", "少冰", "去冰", "温")
RICE = ("米饭", "米饭换粗粮", "加饭")
NOODLE = ("加码", "加煎蛋", "不要葱", "少油")


@dataclass(frozen=True, slots=True)
class Dish:
    """One dish; `price` in yuan a `unit`, `choices` are groups of which one word each may be wished.

    `weighed` dishes are sold by quarters of the unit.
    """

    code: str
    name: str
    unit: str
    price: Decimal
    choices: tuple[tuple[str, ...], ...] = ()
    weighed: bool = False


def _dish(code: str, name: str, price: str, *choices: tuple[str, ...], unit: str = "份") -> Dish:
    return Dish(code, name, unit, Decimal(price), choices)


MAINS = (
    _dish("1001", "辣椒炒肉盖饭", "28", HOT, ("加煎蛋", "不加蛋")),
    _dish("1002", "小炒黄牛肉盖饭", "36", HOT),
    _dish("1003", "剁椒鱼头饭", "38", HOT, ("少油", "正常油")),
    _dish("1004", "攸县香干饭", "24.8", HOT),
    _dish("1005", "红烧肉套餐", "32.5", RICE),
    _dish("1006", "酱板鸭饭", "29.9", HOT),
    _dish("1007", "皮蛋剁椒饭", "22", HOT),
    _dish("1008", "牛肉米粉", "18", NOODLE, HOT, unit="碗"),
    _dish("1009", "酸豆角肉末粉", "16.5", SIZE, HOT, unit="碗"),
    _dish("1010", "农家一碗香", "35.8", HOT),
    _dish("1011", "干锅花菜", "26", HOT),
    _dish("1012", "口味虾", "88", SIZE, HOT),
)
SIDES = (
    _dish("2001", "擂辣椒皮蛋", "14", HOT),
    _dish("2002", "凉拌黄瓜", "9.9"),
    _dish("2003", "手撕包菜", "18", HOT),
    _dish("2004", "清炒时蔬", "16"),
    _dish("2005", "紫菜蛋汤", "8", unit="碗"),
    _dish("2006", "蒸水蛋", "10", unit="碗"),
    _dish("2007", "卤蛋", "2.5", unit="个"),
    _dish("2008", "糖油粑粑", "8.8"),
    _dish("2009", "海带汤", "6", unit="碗"),
    _dish("2010", "米饭", "2", unit="碗"),
    Dish("2011", "卤猪耳", "斤", Decimal("58"), (HOT,), weighed=True),
)
DRINKS = (
    _dish("3001", "冰酸梅汤", "8", ICE, unit="杯"),
    _dish("3002", "绿豆沙", "6", ICE, unit="杯"),
    _dish("3003", "冰豆浆", "5", ICE, unit="杯"),
    _dish("3004", "王老吉", "5.5", unit="罐"),
)

SURNAMES = (*"陈周刘王李何邓吴罗谭彭张黄杨曾唐龙", "欧阳")
TITLES = ("女士", "先生")
REMARKS = (
    *("",) * 10,
    "不要葱，筷子两双",
    "粉不要香菜",
    "给小孩吃，少盐",
    "放前台，谢谢",
    "到了打电话",
    "餐具不要",
    "多放辣椒！！",
    "米饭多一点，汤和粉分开装，到楼下请打电话，不要按门铃，孩子在睡觉",
)
LINE_REMARKS = (*("",) * 14, "打包分开", "少放盐")
STREETS = (
    "芙蓉区石牌街{n}号",
    "岳麓区麓山南路{n}号学生公寓{m}栋",
    "湘阴县东湖路{n}号湖景花园{m}栋{k}室",
    "文星镇太傅路{n}号农业银行{m}楼",
    "开福区中山路{n}号万达广场写字楼{m}楼",
    "望滨路{n}号人民医院住院部{m}楼护士站",
)
MOBILE_PREFIXES = ("135", "138", "139", "150", "159", "177", "186", "199")
SITE_PAYMENTS = {
    3: ("303", "百度钱包"),
    4: ("302", "美团支付"),
    20: ("301", "支付宝"),
    17: ("304", "微信支付"),
}
OTHER_PAYMENT = ("309", "平台代收")
