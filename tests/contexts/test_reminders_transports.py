"""How a message leaves: encrypted to the browser, as a mail, as a text message; and where it never goes."""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import http_ece
import pytest
from conftest import NOW, TODAY, ClinicWorld
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail
from py_vapid import Vapid02
from reminding import Provider, at, chooses, only

from everyrep.prescribing.models import ProgramVersion
from everyrep.reminders.actions import subscribe, try_now
from everyrep.reminders.delivering import deliver
from everyrep.reminders.messages import Message
from everyrep.reminders.models import PushSubscription
from everyrep.reminders.transports import Delivery, push, sms
from everyrep.reminders.transports.http_post import Unreachable, is_public, post
from everyrep.reminders.transports.vapid import public_key
from everyrep.reminders.worker import go_round

MESSAGE = Message(key="k" * 32, title="Everyrep", text="A few minutes.", url="/today/", ttl_s=600)
TOMORROW = TODAY + timedelta(days=1)


def unpadded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Browser:
    """The keys that a browser makes for itself, and what it reads of a notification."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = b"0123456789abcdef"

    @property
    def p256dh(self) -> str:
        point = serialization.PublicFormat.UncompressedPoint
        return unpadded(self.key.public_key().public_bytes(serialization.Encoding.X962, point))

    def reads(self, body: bytes) -> dict[str, str]:
        content = http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth, version="aes128gcm")
        read: dict[str, str] = json.loads(content)
        return read


@dataclass
class Service:
    """A provider on this machine: it notes what it gets and answers with a status."""

    status: int = 201
    location: str = ""
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    address: str = ""
    trust: ssl.SSLContext | None = None


def _serve(service: Service, wrap: ssl.SSLContext | None) -> HTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            service.got.append((self.path, dict(self.headers), self.rfile.read(length)))
            self.send_response(service.status)
            if service.location:
                self.send_header("Location", service.location)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    if wrap:
        server.socket = wrap.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def push_service(tmp_path: Path) -> Iterator[Service]:
    """Over https, with a certificate of its own that only this test trusts."""
    certificate, key = _certificate(tmp_path)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate, key)
    service = Service(trust=ssl.create_default_context(cafile=certificate))
    server = _serve(service, ours)
    service.address = f"https://localhost:{server.server_address[1]}"
    yield service
    server.shutdown()
    server.server_close()


@pytest.fixture
def sms_service(settings: Any) -> Iterator[Service]:
    service = Service()
    server = _serve(service, None)
    settings.SMS_URL = f"http://127.0.0.1:{server.server_address[1]}/messages"
    settings.SMS_TOKEN, settings.SMS_FROM = "a-secret-token", "+15550100000"
    yield service
    server.shutdown()
    server.server_close()


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=4000))
        .not_valid_after(NOW + timedelta(days=4000))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def subscription(world: ClinicWorld, browser: Browser, endpoint: str) -> PushSubscription:
    return PushSubscription.objects.create(
        clinic_id=world.clinic.id,
        patient=world.patient,
        endpoint=endpoint,
        endpoint_hash=endpoint,
        p256dh=browser.p256dh,
        auth=unpadded(browser.auth),
        created_at=NOW,
    )


def send_push(world: ClinicWorld, service: Service, browser: Browser) -> Delivery:
    kept = subscription(world, browser, f"{service.address}/push/abc")
    return push.send(kept, MESSAGE, reaches=lambda _: True, context=service.trust)


def test_a_notification_is_encrypted_so_that_only_the_browser_reads_it(
    world: ClinicWorld, push_service: Service
) -> None:
    browser = Browser()
    assert send_push(world, push_service, browser) is Delivery.ACCEPTED
    ((path, headers, body),) = push_service.got
    assert path == "/push/abc"
    assert b"minutes" not in body
    assert browser.reads(body) == {
        "title": "Everyrep",
        "body": "A few minutes.",
        "tag": MESSAGE.key,
        "url": "/today/",
    }
    assert headers["Topic"] == MESSAGE.key
    assert headers["TTL"] == "600"


def test_it_is_signed_with_the_key_that_the_browser_subscribed_with(
    world: ClinicWorld, push_service: Service
) -> None:
    send_push(world, push_service, Browser())
    ((_, headers, _),) = push_service.got
    token, key = headers["Authorization"].removeprefix("vapid t=").split(",k=")
    assert key.rstrip("=") == public_key()
    assert Vapid02.verify(headers["Authorization"])
    assert token.count(".") == 2


@pytest.mark.parametrize(
    ("status", "delivery"),
    [
        (201, Delivery.ACCEPTED),
        (404, Delivery.GONE),
        (410, Delivery.GONE),
        (429, Delivery.FAILED),
        (500, Delivery.FAILED),
    ],
)
def test_what_the_push_service_answers_decides(
    world: ClinicWorld, push_service: Service, status: int, delivery: Delivery
) -> None:
    push_service.status = status
    assert send_push(world, push_service, Browser()) is delivery


def test_a_browser_that_is_gone_is_forgotten(
    world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription(world, Browser(), "https://push.example/gone")
    chooses(world, NOW, email=False, push=True, sessions=only("09:00"))
    monkeypatch.setattr(push, "send", lambda *_: Delivery.GONE)
    go_round(lambda: at(TOMORROW, "09:00"), deliver)
    assert not PushSubscription.objects.in_clinic(world.clinic.id).exists()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "fe80::1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
    ],
)
def test_an_address_of_an_inner_network_is_never_asked(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::6810:84e5"])
def test_an_address_of_the_open_network_may_be(address: str) -> None:
    assert is_public(address)


def test_a_name_that_leads_inside_is_refused_when_it_is_sent_to(
    world: ClinicWorld, push_service: Service
) -> None:
    kept = subscription(world, Browser(), f"{push_service.address}/push/abc")
    assert push.send(kept, MESSAGE, context=push_service.trust) is Delivery.FAILED
    assert push_service.got == []


def test_nobody_is_redirected(push_service: Service) -> None:
    push_service.status, push_service.location = 307, f"{push_service.address}/elsewhere"
    reply = post(f"{push_service.address}/a", b"x", {}, reaches=lambda _: True, context=push_service.trust)
    assert reply.status == 307
    assert [path for path, _, _ in push_service.got] == ["/a"]


def test_an_address_without_https_is_refused(sms_service: Service, settings: Any) -> None:
    with pytest.raises(Unreachable):
        post(settings.SMS_URL, b"x", {}, reaches=lambda _: True)
    assert sms_service.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(push_service: Service) -> None:
    with pytest.raises(Unreachable):
        post(push_service.address, b"x", {}, reaches=lambda _: True)


def test_a_text_message_has_a_token_and_a_key_that_stays(sms_service: Service) -> None:
    assert [sms.send("+15550100123", MESSAGE) for _ in range(2)] == [Delivery.ACCEPTED] * 2
    (_, first, body), (_, second, _) = sms_service.got
    assert first["Authorization"] == "Bearer a-secret-token"
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == MESSAGE.key
    assert json.loads(body) == {"to": "+15550100123", "from": "+15550100000", "text": "A few minutes."}


@pytest.mark.parametrize(("status", "delivery"), [(503, Delivery.FAILED), (410, Delivery.GONE)])
def test_what_the_provider_of_text_messages_answers_decides(
    sms_service: Service, status: int, delivery: Delivery
) -> None:
    sms_service.status = status
    assert sms.send("+15550100123", MESSAGE) is delivery


def test_a_provider_that_is_not_there_is_tried_again(settings: Any) -> None:
    settings.SMS_URL = "http://127.0.0.1:9/"
    assert sms.send("+15550100123", MESSAGE) is Delivery.FAILED


def test_without_a_provider_the_message_is_on_the_console(
    settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SMS_URL = ""
    assert sms.send("+15550100123", MESSAGE) is Delivery.ACCEPTED
    assert "A few minutes." in capsys.readouterr().out


def test_a_mail_says_how_to_stop_it_and_is_the_same_mail_at_each_try(
    world: ClinicWorld, signed: ProgramVersion
) -> None:
    chooses(world, NOW, sessions=only("09:00"))
    go_round(lambda: at(TOMORROW, "09:00"), deliver)
    (sent,) = mail.outbox
    assert sent.to == ["rosa@riverside.example"]
    assert sent.extra_headers["Message-ID"].startswith("<")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert sent.extra_headers["List-Unsubscribe"].strip("<>") in sent.body


def test_nothing_that_is_sent_says_a_name_an_exercise_or_a_word_about_health(
    world: ClinicWorld, signed: ProgramVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trust G3 for every way, with everything in the record named Axolotl."""
    world.patient.given_name = world.patient.family_name = "Axolotl"
    world.patient.save()
    world.clinic.name = world.clinic.phone = "Axolotl"
    world.clinic.save()
    said: list[str] = []
    for transport in (push, sms):
        monkeypatch.setattr(
            transport, "send", lambda _, message: said.append(str(message)) or Delivery.ACCEPTED
        )
    subscription(world, Browser(), "https://push.example/x")
    row = chooses(world, NOW, push=True, sms=True, phone="+15550100123", weekly_cap=42, again=True)
    type(row).objects.in_clinic(world.clinic.id).update(phone_confirmed_at=NOW, planned_at=None)
    try_now(by=world.rosa, now=NOW)
    for day in (TODAY, TOMORROW):
        for hour in ("11:00", "12:00", "13:00", "14:00", "18:00", "21:30"):
            go_round(lambda day=day, hour=hour: at(day, hour), deliver)  # type: ignore[misc]
    said += [f"{one.subject} {one.body} {one.extra_headers}" for one in mail.outbox]
    assert len(said) > 6
    words = ("axolotl", "knee", "exercise", "therap", "clinic", "pain", "health", "quad", "leg")
    assert [(word, text) for text in said for word in words if word in text.lower()] == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://localhost/x",
        "https://169.254.169.254/latest",
        "https://push.example:8443/x",
        "https://user@push.example/x",
        "ftp://push.example/x",
        "https://push.example/" + "x" * 1000,
    ],
)
def test_a_subscription_that_leads_elsewhere_is_refused(world: ClinicWorld, endpoint: str) -> None:
    browser = Browser()
    with pytest.raises(ValueError, match="push service"):
        subscribe(
            by=world.rosa,
            endpoint=endpoint,
            p256dh=browser.p256dh,
            auth=unpadded(browser.auth),
            device_id=None,
            now=NOW,
        )


def test_one_browser_belongs_to_whoever_used_it_last(world: ClinicWorld, neighbour: ClinicWorld) -> None:
    browser = Browser()
    for who in (world, neighbour):
        subscribe(
            by=who.rosa,
            endpoint="https://push.example/shared",
            p256dh=browser.p256dh,
            auth=unpadded(browser.auth),
            device_id=None,
            now=NOW,
        )
    assert not PushSubscription.objects.in_clinic(world.clinic.id).exists()
    assert PushSubscription.objects.in_clinic(neighbour.clinic.id).count() == 1


def test_a_try_comes_by_every_way_that_was_chosen_and_not_too_often(world: ClinicWorld) -> None:
    chooses(world, NOW)
    provider = Provider()
    for second in range(5):
        try_now(by=world.rosa, now=NOW + timedelta(seconds=second))
    with pytest.raises(ValueError, match="hour"):
        try_now(by=world.rosa, now=NOW + timedelta(minutes=1))
    provider.round_at(NOW + timedelta(minutes=2))
    assert len(provider.taken) == 5
