"""What is missing in a file: its own times say how long, so that silence can stand there and all else stays."""

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.packet import Packet

GAP_S = 0.05
"""Files that count in ms round the time of a frame; what is missing is a whole frame or more."""
_LONGEST_S, _MOST_S = 600.0, 3600.0
"""More than this at once, or in all, is no gap: the times in the file are wrong."""
_MOST_TIMES = 100
"""And so is more in all than so many times the sound, beyond one long gap. A codec that sends nothing in pauses still
sends a frame of 20 ms every 400 ms (Opus, RFC 6716, 2.1.9), so that the gaps are 19 times the sound."""
_UNTIMED = "mp3"
"""Frames in a row without times: what a damaged place held is told by its bytes."""


class Gaps:
    """Goes through a stream frame by frame, and says before each how many seconds are missing."""

    def __init__(self, container: str, stream: AudioStream) -> None:
        self._untimed = container == _UNTIMED
        self._is_flac = stream.codec_context.name == "flac"
        self._block = int.from_bytes((stream.codec_context.extradata or b"")[:2])
        self._rate = stream.codec_context.sample_rate
        self._began_s: float | None = None
        self._expected_s: float | None = None
        self._lost_s = self._filled_s = 0.0
        self._frames = self._bytes = 0
        self.seconds = 0.0
        """How much sound there was, with the silence for what is missing."""

    def failed(self, packet: "Packet[AudioStream]") -> None:
        """Take note of a packet that can't be decoded."""
        if self._untimed and self._frames and packet.duration and packet.time_base:
            frames = max(1, round(packet.size * self._frames / self._bytes))
            self._lost_s += frames * float(packet.duration * packet.time_base)

    def before(self, frame: AudioFrame, packet: "Packet[AudioStream]") -> tuple[float, float]:
        """Return how many seconds are missing before this frame of this packet, and how many to fill with silence."""
        length = frame.samples / frame.sample_rate
        missing_s, self._lost_s = self._lost_s, 0.0
        at_s = None if self._untimed else self._time_of(frame, packet)
        if at_s is not None:
            if self._began_s is None:
                self._began_s = at_s - self.seconds
            jump = 0.0 if self._expected_s is None else at_s - self._expected_s
            behind = at_s - self._began_s - self.seconds
            missing_s = min(jump, behind) if min(jump, behind) > GAP_S else 0.0
            self._expected_s = at_s + length
        filled_s = missing_s
        most_s = min(_MOST_S, _LONGEST_S + _MOST_TIMES * (self.seconds - self._filled_s))
        if missing_s > _LONGEST_S or self._filled_s + missing_s > most_s:
            filled_s, self._began_s = 0.0, None
        self._filled_s += filled_s
        self.seconds += filled_s + length
        self._frames += 1
        self._bytes += packet.size
        return missing_s, filled_s

    def _time_of(self, frame: AudioFrame, packet: "Packet[AudioStream]") -> float | None:
        """Return what the file says about the frame's time; libav passes over what a FLAC's own frames say."""
        if self._is_flac:
            return _flac_sample(bytes(packet)[:16], self._block) / self._rate
        return frame.time


def _flac_sample(head: bytes, block: int) -> int:
    """Return which sample a FLAC frame begins with (RFC 9639, 9.1): the coded number of it, or of its block."""
    ones = next(count for count in range(8) if not head[4] & 0x80 >> count)
    number = head[4] & (0xFF >> (ones + 1))
    for byte in head[5 : 4 + max(1, ones)]:
        number = number << 6 | byte & 0x3F
    return number if head[1] & 1 else number * block
