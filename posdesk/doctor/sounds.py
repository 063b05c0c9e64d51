"""Sound: whether there is something to play with and a way out, and a chain's own recordings."""

from posdesk.devices.outputs import Output, output_of
from posdesk.devices.players import find_players
from posdesk.devices.recordings import RecordingFault, Recordings, cue_file
from posdesk.doctor.report import Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.orders.ringing import Cue

_INSTALL = Text("重新安装 posdesk。", "Install posdesk anew.")
_FAULTS = {
    RecordingFault.NO_SOUND: Text("没有这个名字的提示音", "it has the name of no sound"),
    RecordingFault.NO_FILE: Text("不是文件", "it is not a file"),
    RecordingFault.TOO_BIG: Text("超过 2 MB", "it is larger than 2 MB"),
    RecordingFault.TOO_LONG: Text("太长，没放完就该再响", "it lasts longer than until it rings again"),
    RecordingFault.NO_WAV: Text("不是普通的 16 位 WAV", "it is not a plain 16 bit WAV"),
    RecordingFault.CUT_OFF: Text("结尾不全", "its end is missing"),
    RecordingFault.SILENT: Text("里面没有声音", "nothing can be heard in it"),
    RecordingFault.UNREADABLE: Text("读不出来", "it can't be read"),
}


def sound(snapshot: Snapshot) -> Finding:
    """What can be known without a person: only a right answer to the window's question proves more."""
    missing = [cue.value for cue in Cue if not _has_file(cue)]
    if missing:
        text = ", ".join(missing)
        return broken("sound", Text(f"缺少声音 {text}", f"no sound file for {text}"), _INSTALL)
    outputs = {player.name: output_of(player.name) for player in find_players()}
    if not outputs:
        todo = Text(
            "安装 pipewire、pulseaudio-utils 或 alsa-utils。", "Install pulseaudio-utils or alsa-utils."
        )
        return look("sound", Text("没有播放程序", "no player was found"), todo, players=[])
    players = [name for name, output in outputs.items() if output.exists]
    if not players:
        todo = Text("接上音箱或耳机，或装声卡。", "Connect a loudspeaker, or have a sound card built in.")
        return look("sound", Text("没有声音输出设备", "there is no sound output"), todo, players=[])
    if outputs[players[0]].is_silent:
        return _muted(outputs[players[0]], players)
    return _recorded(snapshot, players)


def _muted(output: Output, players: list[str]) -> Finding:
    found = Text(f"{output.device} 静音了，或音量是 0", f"{output.device} is muted, or its volume is at 0")
    todo = Text("把系统音量打开。", "Turn the system's volume up.")
    return look("sound", found, todo, players=players, device=output.device)


def _recorded(snapshot: Snapshot, players: list[str]) -> Finding:
    wrong = Recordings(snapshot.home).bad
    if wrong:
        names = ", ".join(each.name for each in wrong)
        why = _FAULTS[wrong[0].fault]
        found = Text(
            f"自己的录音没有用上，放的是自带的：{names}（{wrong[0].name}：{why.zh}）",
            f"own recordings are not played, ours are: {names} ({wrong[0].name}: {why.en})",
        )
        todo = Text(
            "换掉这些文件：普通的 16 位 WAV，不超过 2 MB，不太长。",
            "Replace these files: plain 16 bit WAV, 2 MB at most, not too long.",
        )
        return look("sound", found, todo, players=players, recordings=[each.name for each in wrong])
    if snapshot.facts is not None and snapshot.facts.proofs.heard is None:
        found = Text("还没有人证明听得到", "nobody has proven yet that it is heard")
        todo = Text("在“声音”页放几声，数对了才算。", "Play the notes on the Sound page and count them.")
        return look("sound", found, todo, players=players)
    text = ", ".join(players)
    zh, en = (
        f"{text}；能否听到由窗口里的听音提问证明",
        f"{text}; only a right answer to the window's question proves that it is heard",
    )
    return ok("sound", zh, en, players=players)


def _has_file(cue: Cue) -> bool:
    try:
        return cue_file(cue).is_file()
    except FileNotFoundError:
        return False
