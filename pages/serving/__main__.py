"""The dashboard for a full hall: ``python -m pages.serving``.

``[--processes N] [--port P] [--address A] [--login FILE] [--certificate FILE --key FILE]``

Starts a Streamlit process for each core on loopback ports and Caddy in front of them, says where they answer, and stays:
a process that dies is started again under its port, so that its visitors come back to it; SIGTERM and Ctrl-C end all, and
on Linux so does the death of this program. The processes and the proxy share a secret, made at each start.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Self

from data.settings import PROJECT, current_settings
from pages.serving.door import TOKEN_HEADER
from pages.shared.viewer import RolesError, roles_in_force

_HERE = Path(__file__).parent
_HEADER = "X-Remote-User"  # where the office names none
_READY_SECONDS = 120.0
_STOP_SECONDS = 10.0
_LOOK_SECONDS = 1.0


class CannotServe(Exception):
    """The dashboard cannot be started, or not go on; the message is Chinese and says what to do."""


def main() -> None:
    """Serve until told to stop; what goes wrong is said in one line."""
    parser = argparse.ArgumentParser(prog="python -m pages.serving", description="多进程运行看板，供多人同时使用")
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, help="看板进程数（默认每个处理器核心一个）"
    )
    parser.add_argument("--port", type=int, default=8501, help="对外端口（默认 8501）")
    parser.add_argument("--address", default="127.0.0.1", help="对外地址（默认 127.0.0.1，仅本机可访问）")
    parser.add_argument("--login", type=Path, default=_HERE / "login.caddy", help="登录配置片段（默认不登录）")
    parser.add_argument("--certificate", type=Path, help="TLS 证书（PEM，含中间证书）；与 --key 一起给出即用 https")
    parser.add_argument("--key", type=Path, help="TLS 证书的私钥（PEM）")
    options = parser.parse_args()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        tls = (options.certificate, options.key)
        serve(options.processes, options.port, options.address, options.login, stop, tls=tls)
    except CannotServe as error:
        sys.exit(f"无法启动：{error}")


def serve(
    processes: int,
    port: int,
    address: str,
    login: Path,
    stop: threading.Event,
    tls: tuple[Path | None, Path | None] = (None, None),
) -> None:
    """Run so many processes behind one address until ``stop`` is set; ``tls`` are the certificate and its key.

    Raises:
        CannotServe: the proxy is not installed, an option is wrong, it is not said who may do what, the port is taken, or a
            program ends as it starts.
    """
    proxy = shutil.which("caddy")
    if proxy is None:
        raise CannotServe("没有找到代理程序 caddy。Debian、Ubuntu 上请运行 apt-get install caddy，再试一次")
    if processes < 1:
        raise CannotServe("进程数 --processes 至少为 1")
    if not login.is_file():
        raise CannotServe(f"没有找到登录配置 {login}")
    host = _host(address)
    header = _named_by(host)
    _refuse_taken(address, port)
    ports = _free_ports(processes)
    scheme, over_tls = _over_tls(*tls)
    token = current_settings().proxy_token or secrets.token_urlsafe(32)
    environment = {
        **os.environ,
        **over_tls,
        "DASHBOARD_PROXY_TOKEN": token,
        "MALLOC_ARENA_MAX": "2",  # many threads would each keep memory of their own
        "SERVING_PORT": str(port),
        "SERVING_ADDRESS": address,
        "SERVING_PROCESSES": " ".join(f"127.0.0.1:{own}" for own in ports),
        "SERVING_LOGIN": str(login.resolve()),
    }
    for_proxy = {**environment, "DASHBOARD_VIEWER_HEADER": header or _HEADER}
    with ExitStack() as programs:
        servers = [programs.enter_context(_Program(_streamlit(own), environment)) for own in ports]
        front = programs.enter_context(_Program([proxy, "run", "--config", str(_HERE / "Caddyfile")], for_proxy))
        for own, server in zip(ports, servers, strict=True):
            _wait_for(server, partial(_is_well, own, token), stop)
        seen = "127.0.0.1" if host.is_unspecified else f"[{host}]" if host.version == 6 else str(host)  # noqa: PLR2004
        # Of the proxy only whether it listens: what it answers is for the login to say.
        _wait_for(front, partial(_listens, seen.strip("[]"), port), stop)
        if not stop.is_set():
            print(f"看板已就绪：{scheme}://{seen}:{port}（{processes} 个进程）", flush=True)
        while not stop.wait(_LOOK_SECONDS):
            for program in (*servers, front):
                program.start_again_if_ended()


def _named_by(host: ipaddress.IPv4Address | ipaddress.IPv6Address) -> str:
    """The header that names whoever asks, empty where only this machine may ask.

    Raises:
        CannotServe: other machines could ask, and nobody would be told from another; or who may do what cannot be told.
    """
    try:
        roles = roles_in_force()
    except RolesError as error:
        raise CannotServe(str(error)) from None
    if roles is None and not host.is_loopback:
        raise CannotServe(
            "对其他机器开放时须知道谁可以做什么。请设置 DASHBOARD_VIEWER_HEADER（如 X-Remote-User）和 "
            "DASHBOARD_ROLES（权限文件），并用 --login 给出登录配置，见说明的“安全”一节"
        )
    return current_settings().viewer_header


class _Program:
    """A program that runs within a ``with`` block, and may be started again in it."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self.command, self.environment = command, environment
        leash = shutil.which(
            "setpriv"
        )  # of util-linux: the kernel ends the program when this one dies, however it dies
        self._started_by = [leash, "--pdeathsig", "KILL", "--"] if leash else []

    def __str__(self) -> str:
        return " ".join([Path(self.command[0]).name, *self.command[1:]])

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches this program alone, which ends the others in order.
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            [*self._started_by, *self.command],
            cwd=PROJECT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start_again_if_ended(self) -> None:
        if self.process.poll() is not None:
            print(f"{self} 意外退出，正在重新启动；其余照常。", file=sys.stderr, flush=True)
            self.start()

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _streamlit(port: int) -> list[str]:
    program = [sys.executable, "-m", "streamlit", "run", "dashboard.py"]
    return [*program, "--server.address", "127.0.0.1", "--server.port", str(port), "--server.headless", "true"]


def _host(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    try:
        return ipaddress.ip_address(address)
    except ValueError:
        raise CannotServe(f"地址 --address {address} 不对，应为 IP 地址，如 127.0.0.1 或 0.0.0.0") from None


def _refuse_taken(address: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as trial:
        try:
            if os.name == "posix":  # elsewhere this would let two share a port
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((address, port))
        except (OSError, OverflowError):
            raise CannotServe(f"地址 {address}、端口 {port} 不能使用，可能已被占用。请用 --port 换一个") from None


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        return [held.enter_context(socket.create_server(("127.0.0.1", 0))).getsockname()[1] for _ in range(count)]


def _over_tls(certificate: Path | None, key: Path | None) -> tuple[str, dict[str, str]]:
    """The scheme of the address, and what the proxy is told of it."""
    if certificate is None and key is None:
        return "http", {"SERVING_SCHEME": "http", "SERVING_TLS": "", "SERVING_COOKIES": "HttpOnly; SameSite=Lax"}
    for option, file in (("--certificate", certificate), ("--key", key)):
        if file is None or not file.is_file():
            raise CannotServe(f"没有找到 {option} 的文件 {file or ''}。证书 --certificate 和私钥 --key 须一起给出")
    files = " ".join(f'"{file.resolve()}"' for file in (certificate, key) if file)
    cookies = "HttpOnly; SameSite=Lax; Secure"
    return "https", {"SERVING_SCHEME": "https", "SERVING_TLS": f"tls {files}", "SERVING_COOKIES": cookies}


def _wait_for(program: _Program, is_ready: Callable[[], bool], stop: threading.Event) -> None:
    """Wait until a program is ready, or until nobody wants it any more."""
    until = time.monotonic() + _READY_SECONDS
    while not stop.is_set():
        if program.process.poll() is not None:
            raise CannotServe(f"{program} 启动时退出，请查看上面的日志")
        with suppress(OSError):
            if is_ready():
                return
        if time.monotonic() > until:
            raise CannotServe(f"{program} 在 {_READY_SECONDS:.0f} 秒内没有就绪，请查看上面的日志")
        stop.wait(0.2)


def _is_well(port: int, token: str) -> bool:
    """Whether a server answers those who come by the proxy."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/_stcore/health", headers={TOKEN_HEADER: token})
    with urllib.request.urlopen(asked, timeout=5):  # noqa: S310 - our own address
        return True


def _listens(host: str, port: int) -> bool:
    with socket.create_connection((host, port), timeout=5):
        return True


if __name__ == "__main__":
    main()
