"""Storage that speaks S3: Amazon's, and that of Cloudflare, Backblaze, Hetzner, MinIO and others."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from radkind_pod.errors import ToolMissing, TransferError
from radkind_pod.model.outgoing import Outgoing
from radkind_pod.publish.destinations import Raced, Secrets, Tell, There, untold
from radkind_pod.publish.destinations.address import Address, is_hidden
from radkind_pod.publish.destinations.aside import ASIDE, aside, check_arrived, check_source, sha256
from radkind_pod.publish.destinations.looking import put_and_look
from radkind_pod.publish.destinations.s3_failures import CODES_OF_A_RACE, code_of, told

PART = 16 << 20
"""Files of at least as many bytes go up in parts of this size."""
OLD = timedelta(hours=1)
"""Nobody needs so long to find out whether conditions are heeded."""
NO_CONDITIONS = (
    "this storage takes no conditions (If-Match), so two people who publish at the same moment can't be kept apart "
    "for sure. Agree who publishes"
)

LEFT_PARTS = "parts of uploads that were interrupted can't be cleared here. They may cost money"


class S3:
    """One PUT, or the last step of one in parts, shows the whole file at once. Types and cache times are kept."""

    def __init__(self, address: Address, client: Any, once: Any) -> None:
        self.name = address.text
        self.remarks: list[str] = []
        self._client, self._once = client, once
        self._bucket, self._prefix = address.host, f"{address.path}/".lstrip("/")
        self._takes_conditions: bool | None = None
        self._cant_clear = False

    def stat(self, path: str) -> There | None:
        """Return size and ETag; None where there is none."""
        with told(self.name):
            try:
                head = self._client.head_object(**self._at(path))
            except self._client.exceptions.ClientError as error:
                if code_of(error) in {"404", "NoSuchKey", "NotFound"}:
                    return None
                raise
            return There(head["ContentLength"], head["ETag"])

    def read(self, path: str) -> bytes | None:
        """Return a small file; None where there is none."""
        return self._read(path)[0]

    def put(self, file: Outgoing, source: Path, tell: Tell = untold) -> None:
        """Bring the whole file to its path, with its type and how long it may be kept."""
        from boto3.s3.transfer import TransferConfig

        check_source(file, source)
        if file.bytes >= PART:
            self._clear(file.path)
        with told(self.name):
            self._client.upload_file(
                str(source),
                self._bucket,
                self._prefix + file.path,
                ExtraArgs={"ContentType": file.type, "CacheControl": file.cache_control},
                Config=TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=4),
                Callback=_Sum(tell),
            )
        there = self.stat(file.path)
        check_arrived(self.name, file.path, file.bytes, there.bytes if there else None)

    def swap(self, file: Outgoing, data: bytes, expected: str | None) -> None:
        """Replace in one step if the ETag is still that of the bytes that are expected."""
        found, tag = self._read(file.path)
        if (None if found is None else sha256(found)) != expected:
            raise Raced
        condition = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
        meta = {"ContentType": file.type, "CacheControl": file.cache_control}
        if not self._put_if(file.path, data, **meta, **(condition if self._has_conditions() else {})):
            raise Raced

    def create(self, path: str, data: bytes) -> bool:
        """Make the file in one step, where the storage can; else look before and after."""
        meta = {"ContentType": "application/json", "CacheControl": "no-store"}
        if self._has_conditions():
            return self._put_if(path, data, IfNoneMatch="*", **meta)
        return put_and_look(lambda: (self._put_if(path, data, **meta), None)[1], lambda: self.read(path), data)

    def delete(self, path: str) -> None:
        """Take the file away, and parts of it that never became one; they may be gone already."""
        if not is_hidden(path):
            self._clear(path)
        with told(self.name):
            self._client.delete_object(**self._at(path))

    def _at(self, path: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": self._prefix + path}

    def _read(self, path: str) -> tuple[bytes | None, str | None]:
        with told(self.name):
            try:
                answer = self._client.get_object(**self._at(path))
                return answer["Body"].read(), answer["ETag"]
            except self._client.exceptions.ClientError as error:
                if code_of(error) in {"404", "NoSuchKey", "NotFound"}:
                    return None, None
                raise

    def _put_if(self, path: str, data: bytes, **arguments: str) -> bool:
        """Put, and say whether the condition held. Never tried twice: the second try would meet the first."""
        with told(self.name):
            try:
                self._once.put_object(**self._at(path), Body=data, **arguments)
            except self._client.exceptions.ClientError as error:
                if code_of(error) in CODES_OF_A_RACE and ("IfMatch" in arguments or "IfNoneMatch" in arguments):
                    return False
                raise
            return True

    def _has_conditions(self) -> bool:
        """Find out once whether conditions are heeded, with two that must fail."""
        if self._takes_conditions is None:
            self._clear_probes()
            path = aside("")
            self._put_if(path, b"1")
            try:
                self._takes_conditions = not (
                    self._passes(path, IfNoneMatch="*") or self._passes(path, IfMatch=f'"{"0" * 32}"')
                )
            finally:
                self.delete(path)
            if not self._takes_conditions:
                self.remarks.append(NO_CONDITIONS)
        return self._takes_conditions

    def _passes(self, path: str, **condition: str) -> bool:
        try:
            return self._put_if(path, b"2", **condition)
        except TransferError as error:
            if not error.is_broken and code_of(error.__cause__) in {"NotImplemented", "InvalidArgument", "501", "400"}:
                return True  # refused as unknown, so it can't be used either
            raise

    def _clear_probes(self) -> None:
        """Take away what a run left that was killed while it found that out. Those of others may be in use just now."""
        begin = f"{self._prefix}.part-"
        with told(self.name):
            for page in self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=begin):
                for left in page.get("Contents", []):
                    name, age = left["Key"].removeprefix(self._prefix), datetime.now(UTC) - left["LastModified"]
                    if ASIDE.fullmatch(name) and age > OLD:
                        self._client.delete_object(**self._at(name))

    def _clear(self, path: str) -> None:
        """Give up the parts of this one file that an interrupted run left, which cost money as long as they lie there.

        Other files in the bucket may be somebody else's, and on their way just now.
        """
        if self._cant_clear:
            return
        key = self._prefix + path
        pages = self._client.get_paginator("list_multipart_uploads")
        try:
            with told(self.name):
                for page in pages.paginate(Bucket=self._bucket, Prefix=key):
                    for left in page.get("Uploads", []):
                        if left["Key"] == key:
                            self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=left["UploadId"])
        except TransferError as error:
            if error.is_broken:
                raise
            if code_of(error.__cause__) != "NoSuchUpload":  # rclone's way to say that there are none
                self._cant_clear = True
                self.remarks.append(LEFT_PARTS)


class _Sum:
    """Adds up what boto3 says from several threads; it takes back what it has to send once more."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._sum, self._lock = tell, 0, Lock()

    def __call__(self, size: int) -> None:
        with self._lock:
            self._sum += size
            self._tell(self._sum)


@contextmanager
def opened(address: Address, secrets: Secrets) -> Iterator[S3]:
    """Reach the bucket with the key that is given. Raises ToolMissing without boto3."""
    key, secret = secrets.get("AWS_ACCESS_KEY_ID"), secrets.get("AWS_SECRET_ACCESS_KEY")
    if not key or not secret:
        raise TransferError(
            address.text,
            "no key for this storage was given",
            "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or put them into the keyring",
        )
    login = {
        "aws_access_key_id": key,
        "aws_secret_access_key": secret,
        "aws_session_token": secrets.get("AWS_SESSION_TOKEN"),
    }
    with told(address.text):
        client, once = _client(address, login, attempts=4), _client(address, login, attempts=1)
        client.list_objects_v2(Bucket=address.host, Prefix=address.path.lstrip("/"), MaxKeys=1)
    yield S3(address, client, once)


def _client(address: Address, login: dict[str, str | None], attempts: int) -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise ToolMissing(
            f"S3 storage needs boto3, which is not installed ({error})", ["pip install 'radkind-pod[s3]'"]
        ) from error

    endpoint = address.options.get("endpoint")
    return boto3.session.Session().client(
        "s3",
        endpoint_url=endpoint,
        region_name=address.options.get("region", "us-east-1" if endpoint else None),
        config=Config(
            signature_version="s3v4",
            connect_timeout=20,
            read_timeout=60,
            retries={"total_max_attempts": attempts, "mode": "standard"},
            s3={"addressing_style": "path" if endpoint else "auto"},
            # boto3 1.36 and later would add checksums that R2, B2 and others refuse
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
        **login,
    )
