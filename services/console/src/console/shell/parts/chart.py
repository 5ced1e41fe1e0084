"""ECharts in the console's colours, light and dark."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nicegui import ui
from nicegui.elements import echart  # noqa: F401 - tells pages where the library is

from console.shell.here import Here

_LIGHT = {"ink": "#1d2730", "quiet": "#5d6b78", "line": "#d8dee4"}
_DARK = {"ink": "#e4eaef", "quiet": "#93a1ad", "line": "#33404b"}
_SERIES_LIGHT = ["#1f5f8b", "#2e7d4f", "#b7791f", "#b3372f", "#6b5b95", "#5d6b78"]
_SERIES_DARK = ["#6fb2de", "#6cc08b", "#e0ad55", "#e8857c", "#ab9bd6", "#93a1ad"]
_FONT = "'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"


class Chart(ui.element, component=Path(__file__).parents[1] / "vue" / "chart.js"):
    """The place of a chart on a page; see `chart.js`."""


def chart(here: Here, options: Mapping[str, Any], height: str = "16rem") -> Chart:
    """A chart whose text, lines and series follow the page's look. The legend stands on top, clear of the axis."""
    made = Chart()
    made.classes("wb-chart").style(f"height:{height}")
    made.props["options"], made.props["look"] = dict(options), theme(dark=bool(here.dark))
    return made


def theme(*, dark: bool) -> dict[str, Any]:
    """An ECharts theme of our tokens (`static/tokens.css` has the same colours)."""
    tone = _DARK if dark else _LIGHT
    axis = {
        "axisLine": {"lineStyle": {"color": tone["line"]}},
        "axisTick": {"lineStyle": {"color": tone["line"]}},
        "axisLabel": {"color": tone["quiet"]},
        "splitLine": {"lineStyle": {"color": tone["line"]}},
    }
    return {
        "color": _SERIES_DARK if dark else _SERIES_LIGHT,
        "backgroundColor": "transparent",
        "textStyle": {"fontFamily": _FONT, "color": tone["ink"]},
        "legend": {"top": 0, "textStyle": {"color": tone["quiet"]}},
        "line": {"symbol": "circle"},  # an empty one is white inside, in the legend too, whatever the look
        "categoryAxis": axis,
        "valueAxis": axis,
        "timeAxis": axis,
        "animation": False,  # drawn once: a page with a chart for each post would draw them for a fifth of a second
    }
