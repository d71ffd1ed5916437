using Amazon.S3;
using Amazon.S3.Model;
using Spindle.Storage.Files;

namespace Spindle.Storage.S3;

/// <summary>A multipart upload: parts go up while the next is written, and nothing is seen before the upload is completed.</summary>
internal sealed class S3OutputFile : OutputFile
{
    private const int PartBytes = 8 << 20;
    private const int AtOnce = 3;

    private readonly IAmazonS3 client;
    private readonly S3Path path;
    private readonly string upload;
    private readonly List<Task<string>> parts = [];
    private byte[] part = GC.AllocateUninitializedArray<byte>(PartBytes);
    private int filled;
    private bool finished;

    public S3OutputFile(IAmazonS3 client, S3Path path, string? encryptionKey)
    {
        this.client = client;
        this.path = path;
        var request = new InitiateMultipartUploadRequest { BucketName = path.Bucket, Key = path.Key };
        if (encryptionKey is not null)
        {
            request.ServerSideEncryptionMethod = ServerSideEncryptionMethod.AWSKMS;
            request.ServerSideEncryptionKeyManagementServiceKeyId = encryptionKey;
        }

        upload = Guarded(() => client.InitiateMultipartUploadAsync(request)).UploadId;
    }

    public override string Finish()
    {
        if (filled > 0 || parts.Count == 0)
            Send();
        var tags = Guarded(() => Task.WhenAll(parts));
        finished = true;
        return new S3Receipt(upload, [.. tags], path).ToString();
    }

    public override void Dispose()
    {
        if (finished)
            return;
        finished = true;
        try
        {
            Task.WaitAll([.. parts]);
        }
        catch (AggregateException)
        {
            // What failed has been told or is not wanted any more.
        }

        Guarded(async () =>
        {
            await S3Uploads.AbortAsync(client, path, upload).ConfigureAwait(false);
            return true;
        });
    }

    protected override void WriteCore(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var take = Math.Min(bytes.Length, PartBytes - filled);
            bytes[..take].CopyTo(part.AsSpan(filled));
            filled += take;
            bytes = bytes[take..];
            if (filled == PartBytes)
                Send();
        }
    }

    private void Send()
    {
        var (content, length, number) = (part, filled, parts.Count + 1);
        parts.Add(Task.Run(async () =>
        {
            using var stream = new MemoryStream(content, 0, length, writable: false);
            var response = await client.UploadPartAsync(new UploadPartRequest
            {
                BucketName = path.Bucket,
                Key = path.Key,
                UploadId = upload,
                PartNumber = number,
                InputStream = stream,
                PartSize = length,
                UseChunkEncoding = false,
            }).ConfigureAwait(false);
            return response.ETag;
        }));
        part = GC.AllocateUninitializedArray<byte>(PartBytes);
        filled = 0;
        if (parts.Count > AtOnce)
            Guarded(() => parts[^(AtOnce + 1)]);
    }

    private T Guarded<T>(Func<Task<T>> action)
    {
        try
        {
            return action().GetAwaiter().GetResult();
        }
        catch (Exception e) when (S3Errors.IsService(e))
        {
            throw S3Errors.Writing(path.ToString(), e);
        }
    }
}
