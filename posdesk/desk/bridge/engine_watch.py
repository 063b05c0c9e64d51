"""How the engine is: its own last word while it is at work, else what is seen of it."""

from posdesk.domain.clock import Clock
from posdesk.domain.status import EngineState, EngineStatus, Signs, Silence, StartWait, Trouble, engine_state
from posdesk.engine.engine import Engine
from posdesk.records import replace


class EngineWatch:
    """Looked at each second; what counts is what was seen then, not what the clock says now."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """`said` is the engine's own last word."""
        self._engine, self._clock = engine, clock
        self._silence = self._start = Silence(clock.monotonic())
        self.said = engine.status.status

    def look(self) -> None:
        """See its pulse; the desk's own thread may have stood still."""
        now_s = self._clock.monotonic()
        self._silence = self._silence.after(self._engine.pulse, now_s)
        self._start = self._start.after(None, now_s)

    @property
    def status(self) -> EngineStatus:
        """Its last word; a silent or dead engine is said as such."""
        signs = self._signs()
        state = engine_state(signs)
        if state is EngineState.WORKING and self.said.alive:
            return self.said
        if state is EngineState.WORKING:
            state = EngineState.STARTING  # the word that it is at work is still on its way here
        return replace(
            self.said,
            alive=False,
            trouble=Trouble.ENGINE_DEAD if state is EngineState.DEAD else Trouble.NONE,
            state=state,
            waits_for=signs.waits_for,
            silent_s=int(signs.silence_s) if state is EngineState.SILENT else 0,
        )

    def _signs(self) -> Signs:
        """A trouble that it names itself says more than that it still waits."""
        engine, said = self._engine, self.said
        told = said.alive and said.trouble is not Trouble.NONE
        return Signs(
            started=self._silence.pulse is not None,
            waited_s=self._start.seconds,
            silence_s=self._silence.seconds,
            ended=not engine.is_starting and not engine.is_alive,
            waits_for=StartWait.NOTHING if told else engine.waits_for,
        )
