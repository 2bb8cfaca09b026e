"""What is said at a meeting: slides and the one-page brief, built from questions alone; renderers are queries/export."""

from queries.briefing.brief import Brief, build_brief
from queries.briefing.content import build_briefing
from queries.briefing.model import Briefing, Slide
from queries.briefing.orders import SECTIONS, Order, OrdersError, read_orders
from queries.briefing.subject import NothingToSay, Subject

__all__ = [
    "SECTIONS",
    "Brief",
    "Briefing",
    "NothingToSay",
    "Order",
    "OrdersError",
    "Slide",
    "Subject",
    "build_brief",
    "build_briefing",
    "read_orders",
]
