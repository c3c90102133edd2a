"""A visitor without a browser: speaks Streamlit's protocol, so that only the server is measured."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

LIMIT = 60.0  # seconds that a rerun may take before it counts as lost


@dataclass(frozen=True)
class Rerun:
    """One run of the script as the visitor saw it."""

    seconds: float
    payload: int


class Visitor:
    """An open session. ``rerun`` moves the slider with the key ``year`` to a place."""

    def __init__(self, url: str, language: str = "en") -> None:
        self._socket = connect(
            f"ws{url.removeprefix('http')}/_stcore/stream",
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            additional_headers={"Accept-Language": language},
        )
        self._slider = ""
        self._options: list[str] = []
        self.steps = 0
        self._query = ""
        self.first = self.rerun(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def rerun(self, place: int | None) -> Rerun:
        """Run the script once more, with the slider at ``place`` (None: as it stands)."""
        message = BackMsg()
        message.rerun_script.query_string = self._query
        if place is not None:
            state = message.rerun_script.widget_states.widgets.add(id=self._slider)
            if self._options:  # a slider over words, as ours over the years
                state.string_array_value.data.append(self._options[place])
            else:
                state.double_array_value.data.append(float(place))
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        payload = sum(self._until_finished())
        return Rerun(time.perf_counter() - start, payload)

    def _until_finished(self) -> Iterator[int]:
        while True:
            data = self._socket.recv(LIMIT)
            yield len(data)
            message = ForwardMsg.FromString(data)
            kind = message.WhichOneof("type")
            if kind == "delta" and message.delta.new_element.WhichOneof("type") == "slider":
                slider = message.delta.new_element.slider
                self._slider, self._options = slider.id, list(slider.options)
                self.steps = round((slider.max - slider.min) / slider.step) + 1
            elif kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
                raise RuntimeError(message.delta.new_element.exception.message)
            elif kind == "page_info_changed":
                self._query = message.page_info_changed.query_string
            elif kind == "script_finished":
                if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
                    raise RuntimeError("the script did not finish")
                return
