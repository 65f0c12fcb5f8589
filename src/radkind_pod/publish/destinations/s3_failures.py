"""What S3 storage reports, in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from radkind_pod.errors import TransferError
from radkind_pod.publish.destinations.failures import broken, denied, full, unreachable

CODES_OF_A_RACE = {"PreconditionFailed", "412", "ConditionalRequestConflict", "409", "NoSuchKey", "404"}
"""What a PUT with a condition says where the condition doesn't hold, or somebody else is just at it."""
KEY = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "AuthFailure", "401"}
FULL = {"QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "StorageCapExceeded", "507"}
REGION = {"AuthorizationHeaderMalformed", "PermanentRedirect", "IllegalLocationConstraintException", "301"}


def code_of(error: Any) -> str:
    """Return the code that the storage gave; empty where there is none."""
    return str(getattr(error, "response", {}).get("Error", {}).get("Code", ""))


@contextmanager
def told(where: str) -> Iterator[None]:
    """Turn what boto3 raises into a TransferError."""
    try:
        from boto3.exceptions import Boto3Error
        from botocore import exceptions
    except ImportError:
        yield  # opening it says what is missing
        return
    try:
        yield
    except exceptions.ClientError as error:
        raise _refused(where, error) from error
    except (exceptions.EndpointConnectionError, exceptions.ConnectTimeoutError) as error:
        raise unreachable(where, type(error).__name__) from error
    except exceptions.SSLError as error:
        raise TransferError(where, "its certificate can't be trusted", "Look at the endpoint in the address") from error
    except (exceptions.HTTPClientError, exceptions.ResponseStreamingError, exceptions.IncompleteReadError) as error:
        raise broken(where, type(error).__name__) from error
    except exceptions.BotoCoreError as error:
        raise TransferError(
            where, f"the address or key can't be used ({type(error).__name__})", "Look at endpoint, region and key"
        ) from error
    except Boto3Error as error:
        cause = error.__context__
        if isinstance(cause, exceptions.ClientError):
            raise _refused(where, cause) from cause
        raise broken(where, type(cause or error).__name__) from error


def _refused(where: str, error: Any) -> TransferError:
    code, status = code_of(error), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code in KEY:
        return TransferError(
            where, f"the storage doesn't take this key ({code})", "Look at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if code == "NoSuchBucket":
        return TransferError(where, "there is no such bucket", "Make it, or correct the address and the region")
    if code == "RequestTimeTooSkewed":
        return TransferError(where, "this computer's clock is wrong", "Set the clock, then try again")
    if code in FULL or status == 507:
        return full(where)
    if code in REGION:
        return TransferError(where, "the bucket is in another region", "Write ?region= into the address")
    if code in {"AccessDenied", "AllAccessDisabled", "403", "Forbidden"} or status == 403:
        return denied(where, "listing, reading or writing there")
    if status >= 500 or code in {"SlowDown", "RequestTimeout", "Throttling", "ServiceUnavailable"}:
        return TransferError(
            where,
            f"the storage fails or is busy ({code or status})",
            "Try again later. If it stays so, its disk may be full",
            is_broken=True,
        )
    return TransferError(where, f"the storage refuses ({code or status})", "Ask those who look after it")
