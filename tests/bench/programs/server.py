"""nginx on the loopback, plain and TLS, with a certificate made for the day."""
import os
import shutil
import socket
import subprocess
import time

from .clients import RunFailed

CONFIG = """
daemon off; master_process off; pid {work}/nginx.pid; error_log {work}/nginx.log;
events {{ worker_connections 512; }}
http {{
    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000;
    default_type application/octet-stream;
    client_body_temp_path {work}/b; proxy_temp_path {work}/p; fastcgi_temp_path {work}/f;
    uwsgi_temp_path {work}/u; scgi_temp_path {work}/s;
    server {{
        listen 127.0.0.1:{plain}; listen 127.0.0.1:{tls} ssl; server_name localhost;
        ssl_certificate {work}/cert.pem; ssl_certificate_key {work}/key.pem; ssl_protocols TLSv1.3;
        root {root};
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """Serves `root`; for `with`."""

    def __init__(self, work, root):
        self.work, self.root = work, root
        self.plain, self.tls = free_port(), free_port()
        self.ca = os.path.join(work, "cert.pem")
        self.process = None

    def url(self, path, tls=False):
        return f"https://localhost:{self.tls}{path}" if tls else f"http://127.0.0.1:{self.plain}{path}"

    def __enter__(self):
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                        "-keyout", os.path.join(self.work, "key.pem"), "-out", self.ca],
                       check=True, stderr=subprocess.DEVNULL)
        config = os.path.join(self.work, "nginx.conf")
        with open(config, "w", encoding="utf-8") as out:
            out.write(CONFIG.format(work=self.work, root=self.root, plain=self.plain, tls=self.tls))
        self.process = subprocess.Popen([program, "-p", self.work, "-c", config], stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.plain)) == 0:
                    return self
            time.sleep(0.05)
        raise RunFailed("nginx does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
