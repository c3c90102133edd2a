"""A visitor without a browser: speaks to a running server as Streamlit's own page does."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

PATIENCE = 120.0  # seconds for one run of a page; the first makes the assessment


class Visit:
    """One session at a server.

    ids : of the widgets of the last run, by key.  alerts : its messages, good and bad.
    Raises OSError or WebSocketException when the server is gone.
    """

    def __init__(self, url: str, page: str, query: str) -> None:
        self._page, self._query, self._hash = page, query, ""
        self._cache: dict[str, ForwardMsg] = {}
        self._states: dict[str, WidgetState] = {}
        self.ids: dict[str, str] = {}
        self.alerts: list[str] = []
        self._opened = ExitStack()
        self._socket = self._opened.enter_context(
            connect(
                f"{url.replace('http', 'ws', 1)}/_stcore/stream",
                subprotocols=["streamlit"],  # type: ignore[list-item]
                max_size=None,
            )
        )
        self.run()

    def __enter__(self) -> Visit:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def run(self, press: str | None = None, **texts: str) -> None:
        """Put texts into fields, press a button, and wait until the page is drawn."""
        for key, text in texts.items():
            id = self.ids[key]
            self._states[id] = WidgetState(id=id, string_value=text)
        states = [state for id, state in self._states.items() if id in self.ids.values()]
        if press is not None:
            states.append(WidgetState(id=self.ids[press], trigger_value=True))
        message = BackMsg()
        message.rerun_script.query_string = self._query
        if self._hash:
            message.rerun_script.page_script_hash = self._hash
        else:
            message.rerun_script.page_name = self._page
        message.rerun_script.widget_states.widgets.extend(states)
        self._socket.send(message.SerializeToString())
        self.ids, self.alerts = {}, []
        while not self._take(self._receive()):
            pass

    def _receive(self) -> ForwardMsg:
        received = self._socket.recv(PATIENCE)
        assert isinstance(received, bytes)
        message = ForwardMsg.FromString(received)
        if message.WhichOneof("type") == "ref_hash":
            return self._cache[message.ref_hash]
        if message.hash:
            self._cache[message.hash] = message
        return message

    def _take(self, message: ForwardMsg) -> bool:
        """Note what a message says; tell whether it is the last of a run."""
        kind = message.WhichOneof("type")
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            self._note(getattr(element, str(element.WhichOneof("type"))))
        if kind == "new_session":
            self._hash = message.new_session.page_script_hash
        if kind == "navigation":
            self._hash = message.navigation.page_script_hash
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if kind != "script_finished":
            return False
        assert message.script_finished != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
        return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY

    def _note(self, element: Any) -> None:
        kind = type(element).__name__
        assert kind != "Exception", element.message
        if kind == "Alert":
            self.alerts.append(element.body)
        elif id := getattr(element, "id", ""):
            self.ids[id.rsplit("-", 1)[-1]] = id
