"""Internal stages in S3, as those of an account on AWS are.

POST /stages {"database": "DB", "endpoint": "http://127.0.0.1:1234", "bucket": "b", "keyBits": 128}
moves the stages of a database there. PUT is then answered by what the driver needs to upload by
itself: the fields are those that SnowflakeFileTransferAgent of snowflake-jdbc 3.28.0 reads. Files
are encrypted by the driver, with keys of CLIENT_ENCRYPTION_KEY_SIZE bits, which is 128 unless an
account says 256; before COPY they are fetched and decrypted by Snowflake's connector for Python.
"""

import base64
import os

import fakesnow.transforms.stage as stages
from snowflake.connector.constants import EncryptionMetadata
from snowflake.connector.encryption_util import SnowflakeEncryptionUtil
from snowflake.connector.storage_client import SnowflakeFileEncryptionMaterial

STAGES = {}


def configure(given):
    STAGES[given["database"].upper()] = S3Stage(
        given["endpoint"], given["bucket"], given.get("keyBits", 128)
    )


def of(database):
    """The stages of a database, or None where they are local."""
    return STAGES.get(database.upper())


class S3Stage:
    def __init__(self, endpoint, bucket, key_bits):
        import boto3  # takes its time, and few tests need it
        from botocore.config import Config

        self._endpoint = endpoint
        self._bucket = bucket
        self._master_key = base64.b64encode(bytes(range(key_bits // 8))).decode()
        self._credentials = {
            "AWS_KEY_ID": "test",
            "AWS_SECRET_KEY": "secret-of-the-test",
            "AWS_TOKEN": "token-of-the-test",
        }
        self._client = boto3.client(
            "s3",
            endpoint_url=endpoint,
            region_name="us-east-1",
            aws_access_key_id=self._credentials["AWS_KEY_ID"],
            aws_secret_access_key=self._credentials["AWS_SECRET_KEY"],
            config=Config(s3={"addressing_style": "path"}),
        )

    def put_data(self):
        """What PUT is answered with beside what is so for each kind of stage."""
        return {
            "encryptionMaterial": {
                "queryStageMasterKey": self._master_key,
                "queryId": "01b2c3d4-0000-0000-0000-000000000000",
                "smkId": 1234,
            },
            "threshold": 209715200,
        }

    def stage_info(self, folder):
        return {
            "locationType": "S3",
            "location": f"{self._bucket}/{key(folder)}/",
            "path": f"{key(folder)}/",
            "region": "us-east-1",
            "storageAccount": None,
            "isClientSideEncrypted": True,
            "creds": self._credentials,
            "presignedUrl": None,
            "endPoint": self._endpoint,
        }

    def fetch(self, folder, name):
        """Leaves a file of the stage, decrypted, in the local folder that stands for it."""
        stored = self._client.get_object(Bucket=self._bucket, Key=f"{key(folder)}/{name}")
        tags = stored["Metadata"]
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            SnowflakeEncryptionUtil.decrypt_stream(
                EncryptionMetadata(
                    key=tags["x-amz-key"], iv=tags["x-amz-iv"], matdesc=tags["x-amz-matdesc"]
                ),
                SnowflakeFileEncryptionMaterial(self._master_key, "", 1234),
                stored["Body"],
                out,
                chunk_size=1 << 20,
            )

    def _objects(self, folder):
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=f"{key(folder)}/"
        )
        return [found for page in pages for found in page.get("Contents", [])]

    def list(self, folder):
        """Path, size and time of each file."""
        return [
            (
                os.path.join(stages.LOCAL_BUCKET_PATH, found["Key"]),
                found["Size"],
                found["LastModified"].timestamp(),
            )
            for found in self._objects(folder)
        ]

    def remove(self, folder):
        removed = [found["Key"] for found in self._objects(folder)]
        for each in removed:
            self._client.delete_object(Bucket=self._bucket, Key=each)
        return removed


def key(folder):
    """A local folder of a stage as the start of keys in the bucket."""
    return os.path.relpath(folder, stages.LOCAL_BUCKET_PATH)
