"""The dishes at pickup: nothing that must be handed out is cut."""

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.pickup.dishes import DishList
from posdesk.desk.theme import load_fonts, theme
from tests.support import sample_views as sample


def test_a_long_dish_takes_more_lines_and_the_list_grows_with_it(qtbot: QtBot) -> None:
    load_fonts()
    look = theme(dark=False)
    shown = DishList(look)
    qtbot.addWidget(shown)
    shown.resize(700, 400)
    shown.show()
    QTest.qWaitForWindowExposed(shown)
    short = sample.line("米饭")
    long = sample.line(
        "招牌手撕椒麻鸡配藤椒油双人份超值大套餐", "1", "28.00", "不辣", "少放盐", "不要花生", "打包分开"
    )
    shown.show_dishes(sample.content_of("4", "27", "陈女士", "138", None, short, long))
    assert shown.height_of(0) == look.size.row_check
    assert shown.height_of(1) > look.size.row_check
    assert shown.rows_px >= shown.height_of(0) + shown.height_of(1)
    assert [shown.box_of(place).height() for place in range(2)] == [shown.height_of(0), shown.height_of(1)]
