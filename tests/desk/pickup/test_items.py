"""The dishes at pickup: nothing that must be handed out is cut."""

from pytestqt.qtbot import QtBot

from posdesk.desk.pickup.items import ItemList
from posdesk.desk.theme import load_fonts, theme
from tests.support import sample_views as sample


def test_a_long_dish_takes_more_lines_and_the_list_grows_with_it(qtbot: QtBot) -> None:
    load_fonts()
    shown = ItemList(theme(dark=False))
    qtbot.addWidget(shown)
    shown.resize(700, 400)
    short = sample.line("米饭")
    long = sample.line(
        "招牌手撕椒麻鸡配藤椒油双人份超值大套餐", "1", "28.00", "不辣", "少放盐", "不要花生", "打包分开"
    )
    assert shown.row_height(short) == shown.theme.size.row_check
    assert shown.row_height(long) > shown.theme.size.row_check
    shown.set_content(sample.content_of("4", "27", "陈女士", "138", None, short, long))
    assert shown.minimumHeight() >= shown.row_height(short) + shown.row_height(long)
