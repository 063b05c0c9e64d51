"""A Z as the shift fills it."""

from posdesk.domain.printing.z_slip import ZRow, ZSection, ZSlip

Z_147 = ZSlip(
    store="湘阴一店",
    counter="1 号台",
    number="0147",
    head=(ZRow("开班", "11-21 08:02 周强"), ZRow("记录号", "88213 – 90466")),
    sections=(
        ZSection((ZRow("接单", "461"), ZRow("拒单", "2"))),
        ZSection(
            (
                ZRow("来源", "净额 元", "单数"),
                ZRow("美团", "9,216.40", "228"),
                ZRow("净额", "18,585.00", is_large=True),
            )
        ),
        ZSection(
            (ZRow("备用金", "500.00"), ZRow("应有", "2,234.50", is_strong=True)),
            title="现金",
        ),
        ZSection((ZRow("结果未知 1 个", "周强"), ZRow("美团 17 的核销", is_inner=True)), title="交出去的事"),
    ),
    digest="3f9a71c2 0be45d18",
)
