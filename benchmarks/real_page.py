"""The page that real.py renders with Jinja2: inheritance, macros, filters, loops, all values escaped."""

from typing import Any

BASE = """<!doctype html>
<html lang="en"><head><title>{% block title %}{% endblock %} - {{ site.name }}</title></head>
<body><nav>{% for entry in site.menu %}
<a href="{{ entry.href }}"{% if entry.href == here %} class="here"{% endif %}>
{{ entry.title|title }}</a>{% endfor %}
</nav>
<main>{% block main %}{% endblock %}</main>
<footer>{{ site.name|upper }}, {{ orders|length }} orders</footer>
</body></html>
"""

PAGE = """{% extends "base" %}{% from "parts" import price, badge %}
{% block title %}Orders of {{ customer.name }}{% endblock %}
{% block main %}<h1>{{ self.title() }}</h1>
<table>{% for order in orders %}
<tr class="{{ loop.cycle('odd', 'even') }}"><td>{{ loop.index }}</td>
<td>{{ order.number|string|truncate(12) }}</td>
<td>{{ order.article|capitalize }}</td><td>{{ badge(order.state) }}</td>
<td>{{ order.notes|join(", ")|default("none", true) }}</td><td>{{ price(order.cents, order.count) }}</td>
{% if order.count > 1 and not loop.last %}<td>{{ "%d pieces"|format(order.count) }}</td>
{% else %}<td>one</td>{% endif %}</tr>
{%- else %}<tr><td>nothing ordered</td></tr>{% endfor %}</table>
<p>{{ price(orders|sum(attribute="cents"), 1) }}</p>
<ul>{% for state, group in orders|groupby("state") %}
<li>{{ state }}: {{ group|list|length }}</li>{% endfor %}</ul>
{% endblock %}
"""

PARTS = """{% macro price(cents, count) %}{% set all = cents * count %}
<span class="price">{{ all // 100 }}.{{ "%02d"|format(all % 100) }}</span>{% endmacro %}
{% macro badge(state) %}<b class="badge-{{ state|lower|replace(" ", "-") }}">{{ state }}</b>{% endmacro %}
"""


def template() -> Any:
    """Compiled; `render(context(...))` gives the page."""
    import jinja2

    loader = jinja2.DictLoader({"base": BASE, "page": PAGE, "parts": PARTS})
    return jinja2.Environment(loader=loader, autoescape=True).get_template("page")


def context(*, rows: int) -> dict[str, Any]:
    menu = [{"href": f"/{word}", "title": word} for word in ("home", "articles", "orders", "help")]
    return {
        "site": {"name": "Tools & Sons", "menu": menu},
        "here": "/orders",
        "customer": {"name": "A <b>bold</b> customer"},
        "orders": [_order(number) for number in range(rows)],
    }


def _order(number: int) -> dict[str, Any]:
    return {
        "number": 1_000_003 * (number + 17),
        "article": ("hammer", "saw & blade", "<nail>", "screw")[number % 4],
        "state": ("sent", "on its way", "waiting")[number % 3],
        "notes": ["fragile", "a > b", "gift"][: number % 4],
        "cents": 199 + 37 * number,
        "count": 1 + number % 5,
    }
