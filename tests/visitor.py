"""A visitor without a browser: opens pages and chooses filters in Streamlit's own protocol, over its websocket."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

_PATIENCE_SECONDS = 60.0
# What a reader reads; boxes and buttons also say which state they are in, which differs on the way to the same answer.
_SAID = ("alert", "dataframe", "deck_gl_json_chart", "heading", "html", "markdown", "plotly_chart", "text")


@dataclass
class Answer:
    """What one rerun drew, by place on the page, and how many bytes of it travelled."""

    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    size: int = 0

    def of_kind(self, kind: str) -> list[Element]:
        """The elements of one kind, from top to bottom."""
        return [
            self.elements[place] for place in sorted(self.elements) if self.elements[place].WhichOneof("type") == kind
        ]

    @property
    def title(self) -> str:
        """The first heading of the page."""
        return next((element.heading.body for element in self.of_kind("heading") if element.heading.tag == "h1"), "")

    @property
    def faults(self) -> list[str]:
        """What the page says went wrong."""
        errors = [
            element.alert.body for element in self.of_kind("alert") if element.alert.format == element.alert.ERROR
        ]
        return [*errors, *(element.exception.message for element in self.of_kind("exception"))]

    @property
    def digest(self) -> str:
        """The same for the same answer: of all that is said on the page and where."""
        said = hashlib.sha256()
        for kind in _SAID:
            for element in self.of_kind(kind):
                said.update(element.SerializeToString(deterministic=True))
        return said.hexdigest()


class Visitor:
    """One session with a server: what a tab of a browser remembers and sends."""

    def __init__(self, socket: ClientConnection) -> None:
        self.session = ""
        self.query: dict[str, str] = {}
        self.answer = Answer()
        self._socket = socket
        self._state = ClientState()
        self._pages: dict[str, str] = {}
        self._kept: dict[str, ForwardMsg] = {}  # messages the server need not send again
        self._ages: dict[str, int] = {}
        self._oldest = 2

    @classmethod
    @asynccontextmanager
    async def arriving(cls, address: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[Visitor]:
        """A visitor of a server such as ``http://127.0.0.1:8501``, with the headers of their requests."""
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        async with connect(stream, additional_headers=headers, subprotocols=["streamlit"], max_size=None) as socket:
            yield cls(socket)

    async def open(self, page: str = "", **parameters: str) -> Answer:
        """Follow a link, as the first thing a visitor does: a page by its address, with the parameters of the link."""
        self.query = dict(parameters)
        self._state.ClearField("widget_states")
        self._state.page_name, self._state.page_script_hash = page, self._pages.get(page, "")
        return await self._rerun()

    async def go(self, page: str) -> Answer:
        """Go to another page by the navigation: what is chosen stays chosen."""
        self._state.page_name, self._state.page_script_hash = page, self._pages[page]
        return await self._rerun()

    async def choose(self, label: str, option: str) -> Answer:
        """Choose an option of a select box, as it is shown."""
        box = next(
            element.selectbox for element in self.answer.of_kind("selectbox") if element.selectbox.label == label
        )
        assert option in box.options, (option, list(box.options))
        self._widget(box.id).string_value = option
        if box.query_param_key:
            self.query[box.query_param_key] = option
        return await self._rerun()

    async def upload_address(self, name: str) -> str:
        """Where the server takes a file of this session."""
        message = BackMsg()
        message.file_urls_request.request_id = name
        message.file_urls_request.file_names.append(name)
        message.file_urls_request.session_id = self.session
        await self._socket.send(message.SerializeToString())
        while True:
            answered = await self._receive(Answer())
            if answered.WhichOneof("type") == "file_urls_response":
                return answered.file_urls_response.file_urls[0].upload_url

    async def hand_in(self, name: str, size: int, upload_address: str) -> Answer:
        """Give the first box for files what was sent to the address of an upload."""
        box = self.answer.of_kind("file_uploader")[0].file_uploader
        file = self._widget(box.id).file_uploader_state_value.uploaded_file_info.add(name=name, size=size)
        file.file_id = upload_address.rsplit("/", 1)[1]
        file.file_urls.file_id = file.file_id
        file.file_urls.upload_url = file.file_urls.delete_url = upload_address
        return await self._rerun()

    def _widget(self, key: str) -> WidgetState:
        widgets = self._state.widget_states.widgets
        return next((widget for widget in widgets if widget.id == key), None) or widgets.add(id=key)

    async def _rerun(self) -> Answer:
        self._state.query_string = urlencode(self.query)
        del self._state.cached_message_hashes[:]
        self._state.cached_message_hashes.extend(self._kept)
        self._state.context_info.color_scheme = "light"
        await self._socket.send(BackMsg(rerun_script=self._state).SerializeToString())
        self.answer = answer = Answer()
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                message = await self._receive(answer)
                if message.WhichOneof("type") == "script_finished":
                    if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                        break
                    answer.elements.clear()  # it starts again by itself
        self._grow_older()
        return answer

    async def _receive(self, answer: Answer) -> ForwardMsg:
        """The next message, with what it draws put where it belongs."""
        content = await self._socket.recv(decode=False)
        answer.size += len(content)
        message = ForwardMsg.FromString(content)
        if (kind := message.WhichOneof("type")) == "ref_hash":
            known = self._kept[message.ref_hash]
            self._ages[known.hash] = 0
            answer.elements[tuple(message.metadata.delta_path)] = known.delta.new_element
        elif kind == "delta" and message.delta.HasField("new_element"):
            answer.elements[tuple(message.metadata.delta_path)] = message.delta.new_element
            if message.metadata.cacheable:
                self._kept[message.hash], self._ages[message.hash] = message, 0
        elif kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._oldest = message.new_session.config.max_cached_message_age
            self._state.page_script_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
            self._state.page_script_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = dict(parse_qsl(message.page_info_changed.query_string))
        return message

    def _grow_older(self) -> None:
        """Forget, as a browser does, the messages that some reruns have not needed."""
        self._ages = {key: age + 1 for key, age in self._ages.items()}
        for key in [key for key, age in self._ages.items() if age > self._oldest]:
            del self._kept[key], self._ages[key]
