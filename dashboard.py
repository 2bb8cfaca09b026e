"""The server: the pages and, beside them, the geometry, the files to take away and the forms to fill in.

Run by ``streamlit run dashboard.py``. A route is a plain function, which Starlette runs in a thread of its own; what is
taken away is made in other threads (:mod:`pages.serving.files`), so that a long file keeps nobody waiting.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from urllib.parse import quote, urlencode

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from data.collecting.forms import form_of
from data.templates.forms import NoTemplate
from data.versions.store import StoreError, default_store
from pages.serving.browser import Guarded, document_policy
from pages.serving.door import Door, check_settings, shortened
from pages.serving.files import HEAVY, LIGHT, Sent, Stored
from pages.serving.uploads import Uploads
from pages.shared.entrance import enter, refuse, turn_away
from pages.shared.shell import shell
from pages.shared.viewer import EVERYBODY, NOBODY, RolesError, Viewer, viewer
from queries.catalogue import FORMATS, UnknownFormat, UnknownQuestion, is_heavy
from queries.parameters import BadParameter, NotAllowed, Withdrawn
from queries.reports.opening import Export, open_export, opened_photo, projected, read_version
from queries.reports.orders import OrdersError
from queries.reports.slides_page import notice_html
from queries.reports.subject import NothingToSay
from queries.sitemap import pages

_PAGES = [*pages()]
_PERIOD = re.compile(r"\d{4}Q[1-4]")
_PLAYED = {"seconds", "theme"}  # which only the browser reads
# Why nothing is projected: what the page is called, and its status.
_NOT_PROJECTED: dict[type[Exception], tuple[str, int]] = {
    BadParameter: ("地址里有一处不对", 400),
    NotAllowed: ("这些内容不对您开放", 403),
    NothingToSay: ("没有可以放映的内容", 404),
    StoreError: ("这一版数据打不开", 404),
    OrdersError: ("演示顺序文件有误", 503),
    RolesError: ("暂时无法确认您的权限", 503),
}


def geometry(request: Request) -> Response:
    """The polygons of a version, for those who see a unit: without 审图号 they are not for the public.

    They never change, so a browser fetches them once.
    """
    try:
        if not viewer(request.headers).sees_units:
            return PlainTextResponse("地图边界不对您开放", status_code=403)
        content = (default_store().folder(request.path_params["version"]) / "districts.geojson").read_bytes()
    except StoreError as error:
        return PlainTextResponse(str(error), status_code=404)
    except RolesError as error:
        return PlainTextResponse(str(error), status_code=503)
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "ETag": tag}
    if tag in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/geo+json", headers=headers)


def _address(request: Request) -> str | None:
    """From where it comes."""
    return request.client.host if request.client else None


def _asked_for(request: Request) -> str:
    """What was asked for, for the log."""
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


async def export(request: Request) -> Response:
    """The rows of a question as a file, under the parameters of the question itself; the ending says the format."""
    question, ending = request.path_params["question"], request.path_params["ending"]
    given = {name: request.query_params.getlist(name) for name in request.query_params}
    heavy = is_heavy(question, ending)
    try:
        asking = viewer(request.headers)
        _let_in(asking, request)
        who = NOBODY if asking.name == EVERYBODY else asking.name
        opened = partial(
            open_export,
            default_store(),
            question,
            given,
            who=who,
            units=asking.units,
            ending=ending,
            are_withdrawn_closed=not asking.may_publish,
        )
        made = partial(_stored, opened) if heavy else opened
        file = await (HEAVY if heavy else LIGHT).run(_whose(request, asking), made)
    except BadParameter as error:
        return PlainTextResponse(str(error), status_code=400)
    except NotAllowed as error:
        refuse(_asked_for(request), str(error))
        return PlainTextResponse(str(error), status_code=403)
    except (UnknownQuestion, UnknownFormat, StoreError, NothingToSay) as error:
        return PlainTextResponse(str(error), status_code=404)
    except RolesError as error:
        turn_away(request.headers, _address(request), str(error))
        return PlainTextResponse(str(error), status_code=503)
    except OrdersError as error:
        return PlainTextResponse(str(error), status_code=503)
    return Sent(file.chunks, FORMATS[ending], _taken_away(file.name))


def _let_in(asking: Viewer, request: Request) -> None:
    """Say who acts.

    Raises:
        NotAllowed: nothing is shown to them.
    """
    enter(asking, request.headers, _address(request))
    if not asking.is_let_in:
        raise NotAllowed("您不在可以查看看板的人员之列，请联系管理员开通权限")


def _stored(opened: Callable[[], Export]) -> Export:
    """A file that is whole before anybody is sent any of it."""
    file = opened()
    return Export(file.name, Stored(file.chunks))


def _whose(request: Request, asking: Viewer) -> str:
    """Whose share of the server a request takes: that of a name, of an address where there is none."""
    client = request.client.host if request.client else ""
    return f"@{client}" if asking.name in {EVERYBODY, NOBODY} else asking.name


def _taken_away(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "Cache-Control": "no-store"}


def photo(request: Request) -> Response:
    """A photo of a problem, for those who may see the problem.

    What is shown changes where parts are made unrecognisable, in every version at once: a browser asks each time.
    """
    given: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        given.setdefault("units" if name == "unit" else name, []).append(value)
    try:
        asking = viewer(request.headers)
        _let_in(asking, request)
        name, content = opened_photo(
            default_store(), given, units=asking.units, are_withdrawn_closed=not asking.may_publish
        )
    except BadParameter as error:
        return PlainTextResponse(str(error), status_code=400)
    except NotAllowed as error:
        refuse(_asked_for(request), str(error))
        return PlainTextResponse(str(error), status_code=403)
    except (StoreError, NothingToSay) as error:
        return PlainTextResponse(str(error), status_code=404)
    except RolesError as error:
        turn_away(request.headers, _address(request), str(error))
        return PlainTextResponse(str(error), status_code=503)
    headers = {"Cache-Control": "private, no-cache", "ETag": f'"{name}"'}
    if headers["ETag"] in request.headers.get("If-None-Match", ""):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/jpeg", headers=headers)


def stage(request: Request) -> Response:
    """The slides of a running order, in the version the address names: what is published meanwhile changes nothing."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in _PLAYED]
    given: dict[str, list[str]] = {}
    for name, value in asked:
        given.setdefault("units" if name == "unit" else name, []).append(value)
    try:
        asking = viewer(request.headers)
        _let_in(asking, request)
        if "version" not in given:
            newest = [*request.query_params.multi_items(), ("version", str(read_version(default_store(), ())))]
            return RedirectResponse(f"/stage?{urlencode(newest)}")
        content = projected(default_store(), given, units=asking.units, are_withdrawn_closed=not asking.may_publish)
    except tuple(_NOT_PROJECTED) as error:
        title, status = next(said for kind, said in _NOT_PROJECTED.items() if isinstance(error, kind))
        if isinstance(error, NotAllowed):
            refuse(_asked_for(request), str(error))
        elif isinstance(error, RolesError):
            turn_away(request.headers, _address(request), str(error))
        is_wrong = isinstance(error, BadParameter)  # then so would be the page with the same values
        back = urlencode([item for item in asked if item[0] in {"period", "standard", "unit"} and not is_wrong])
        newest = [item for item in request.query_params.multi_items() if item[0] != "version"]
        is_of_the_version = isinstance(error, StoreError | Withdrawn)
        again = [("用当前版本放映", f"/stage?{urlencode(newest)}")] if is_of_the_version else []
        page = notice_html(title, str(error), [*again, ("返回看板", f"/?{back}" if back else "/")])
        headers = {"Cache-Control": "no-store", "Content-Security-Policy": document_policy(page)}
        return HTMLResponse(page, status_code=status, headers=headers)
    policy = document_policy(content.decode())
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": policy}
    return Sent(iter([content]), FORMATS["html"], headers)


async def form(request: Request) -> Response:
    """The form of a table to be filled in, prefilled for a unit; for those who hand data in, each for their own units."""
    table, _, kind = request.path_params["file"].partition(".")
    unit, period = request.query_params.get("unit"), request.query_params.get("period")
    try:
        asking = viewer(request.headers)
        _let_in(asking, request)
        if not asking.may_manage or not (asking.units is None or unit in asking.units):
            raise NotAllowed(  # noqa: TRY301 - one way to refuse and to write it down
                "模板由经办人从报送页下载，限本单位；需要权限请联系管理员"
            )
        if period and not _PERIOD.fullmatch(period):
            return PlainTextResponse(f"时期“{period}”不对，应写作 2026Q3", status_code=400)
        filled = partial(form_of, default_store(), table, unit=unit, period=period)
        is_heavy_form = kind == "xlsx" and not unit  # of all units
        name, content = await (
            HEAVY.run(_whose(request, asking), filled) if is_heavy_form else run_in_threadpool(filled)
        )
    except NotAllowed as error:
        refuse(_asked_for(request), str(error))
        return PlainTextResponse(str(error), status_code=403)
    except RolesError as error:
        turn_away(request.headers, _address(request), str(error))
        return PlainTextResponse(str(error), status_code=503)
    except (NoTemplate, StoreError) as error:
        return PlainTextResponse(str(error), status_code=404)
    if not name.endswith(f".{kind}"):
        return unknown(request)
    return Sent(iter([content]), "application/octet-stream", _taken_away(name))


def page_shell(_request: Request) -> Response:
    """The document in which every page opens; a browser asks each time whether it has changed."""
    return HTMLResponse(shell(), headers={"Cache-Control": "no-cache"})


def first_page(request: Request) -> Response:
    """The first page lives at ``/``; asked for by its folder's name, Streamlit would not know it."""
    return RedirectResponse("/" + (f"?{request.url.query}" if request.url.query else ""))


def unknown(request: Request) -> Response:
    """What is said of an address that is neither a page nor a route; Streamlit would open its first page, in English."""
    return PlainTextResponse(f"没有这个地址：{shortened(request.url.path)}，请从首页 / 进入", status_code=404)


def say_fault(_error: Exception) -> bool:
    """What a viewer reads when a page fails unforeseen; the log of the server has the rest."""
    st.error("这一页出错了，详情已记入服务器日志。请刷新页面；仍然出错时，请把网址和时间告诉管理员。")
    return True


routes = [
    Route("/geometry/{version:int}/districts.geojson", geometry),
    Route("/export/{question}.{ending}", export),
    Route("/template/{file}", form),
    Route("/photo", photo),
    Route("/stage", stage),
    Route("/overview", first_page),
    *(Route(f"/{page}", page_shell) for page in ("", *_PAGES)),  # but /overview, which is met before
    Route("/geometry/{path:path}", unknown),
    Route("/export/{path:path}", unknown),
    Route("/template/{path:path}", unknown),
    Route("/photo/{path:path}", unknown),
    Route("/stage/{path:path}", unknown),
]
with suppress(StoreError):  # so that this process knows from its start that there are versions
    default_store().current()
# The first part of every address: pages, routes and Streamlit's own files; everything else is a plain 404.
_KNOWN = {"", "geometry", "export", "template", "photo", "stage", *_PAGES}
_KNOWN |= {"_stcore", "static", "media", "component", "favicon.png"}
middleware = [Middleware(Guarded), Middleware(Door, known=_KNOWN), Middleware(Uploads)]
check_settings()
app = st.App("pages/navigation.py", routes=routes, middleware=middleware, on_script_error=say_fault)
