"""What S3 storage reports."""

import pytest
from boto3.exceptions import S3UploadFailedError
from botocore import exceptions

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations.s3_failures import told


def client_error(code: str, status: int) -> exceptions.ClientError:
    answer = {"Error": {"Code": code, "Message": "AKIA-and-more"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return exceptions.ClientError(answer, "PutObject")


@pytest.mark.parametrize(
    ("error", "words", "is_broken"),
    [
        (client_error("SignatureDoesNotMatch", 403), "doesn't take this key", False),
        (client_error("AccessDenied", 403), "not allowed to you", False),
        (client_error("NoSuchBucket", 404), "no such bucket", False),
        (client_error("RequestTimeTooSkewed", 403), "clock is wrong", False),
        (client_error("XMinioStorageFull", 507), "no room left", False),
        (client_error("507", 507), "no room left", False),
        (client_error("PermanentRedirect", 301), "another region", False),
        (client_error("SlowDown", 503), "fails or is busy (SlowDown)", True),
        (client_error("InternalError", 500), "its disk may be full", True),
        (client_error("Strange", 400), "the storage refuses (Strange)", False),
        (exceptions.EndpointConnectionError(endpoint_url="https://host"), "can't be reached", True),
        (exceptions.ReadTimeoutError(endpoint_url="https://host"), "connection broke", True),
        (exceptions.ConnectionClosedError(endpoint_url="https://host"), "connection broke", True),
        (exceptions.SSLError(endpoint_url="https://host", error="x"), "certificate can't be trusted", False),
        (exceptions.NoRegionError(), "address or key can't be used (NoRegionError)", False),
    ],
)
def test_each_failure_has_its_words(error: Exception, words: str, is_broken: bool) -> None:
    with pytest.raises(TransferError) as caught, told("s3://bucket"):
        raise error
    assert words in str(caught.value)
    assert "AKIA" not in str(caught.value)
    assert caught.value.is_broken == is_broken


def fail_as_uploads_do() -> None:
    try:
        raise client_error("QuotaExceeded", 403)
    except exceptions.ClientError as error:
        raise S3UploadFailedError("failed") from error


def test_an_upload_that_failed_tells_what_lies_behind_it() -> None:
    with pytest.raises(TransferError, match="no room left"), told("s3://bucket"):
        fail_as_uploads_do()
