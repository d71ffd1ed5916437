using System.Net;
using Amazon.S3;
using Amazon.S3.Model;
using Spindle.Columnar.Errors;
using Spindle.Storage.Files;
using Spindle.Storage.Tables;

namespace Spindle.Storage.S3;

/// <summary>Buckets as a file system: <c>s3://bucket/key</c>. Folders are prefixes. Output is uploaded as it is written, and completed when it is published.</summary>
public sealed class S3FileSystem(Func<string, S3Settings> settings) : IFileSystem, IDisposable
{
    private const int MostDeletedAtOnce = 1000;

    private readonly S3Clients clients = new(settings);

    public FileStatus? Status(string path) => Reading(path, async s3 =>
    {
        if (s3.Key.Length > 0 && await Head(s3).ConfigureAwait(false) is { } head)
            return new FileStatus(s3.ToString(), false, head.ContentLength, Stamp(head.ETag));
        var below = await clients.For(s3.Bucket).ListObjectsV2Async(new ListObjectsV2Request { BucketName = s3.Bucket, Prefix = s3.Prefix, MaxKeys = 1 }).ConfigureAwait(false);
        return below.S3Objects is { Count: > 0 } ? new FileStatus(s3.ToString(), true, 0, 0) : (FileStatus?)null;
    });

    public IReadOnlyList<FileStatus> List(string folder) => Reading(folder, async s3 =>
    {
        var members = new List<FileStatus>();
        var request = new ListObjectsV2Request { BucketName = s3.Bucket, Prefix = s3.Prefix, Delimiter = "/" };
        ListObjectsV2Response response;
        do
        {
            response = await clients.For(s3.Bucket).ListObjectsV2Async(request).ConfigureAwait(false);
            members.AddRange((response.CommonPrefixes ?? []).Select(p => new FileStatus(s3.With(p.TrimEnd('/')).ToString(), true, 0, 0)));

            // Some tools leave an object of no bytes to stand for the folder itself.
            members.AddRange((response.S3Objects ?? []).Where(o => o.Key != s3.Prefix).Select(o => new FileStatus(s3.With(o.Key).ToString(), false, o.Size ?? 0, Stamp(o.ETag))));
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);

        members.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return members;
    });

    public IInputFile Open(string path) => Reading(path, async s3 =>
    {
        var head = await Head(s3).ConfigureAwait(false) ?? throw new SpindleException(StorageErrors.FileNotExist,
            $"the object {s3} does not exist; it may have been removed after the table was listed", parameters: new Dictionary<string, string> { ["path"] = path });
        return new S3InputFile(clients.For(s3.Bucket), s3, head.ContentLength, head.ETag ?? "");
    });

    public OutputFile Create(string path, string staging)
    {
        var s3 = S3Path.Parse(path);
        return new S3OutputFile(clients.For(s3.Bucket), s3, clients.SettingsOf(s3.Bucket).EncryptionKey);
    }

    public void Publish(string receipt)
    {
        var finished = S3Receipt.Parse(receipt);
        Writing(finished.Path.ToString(), s3 => clients.For(s3.Bucket).CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest
        {
            BucketName = s3.Bucket,
            Key = s3.Key,
            UploadId = finished.Upload,
            PartETags = [.. finished.Tags.Select((tag, i) => new PartETag(i + 1, tag))],
        }));
    }

    public void Discard(string receipt)
    {
        var finished = S3Receipt.Parse(receipt);
        Writing(finished.Path.ToString(), s3 => Abort(s3, finished.Upload));
    }

    public void WriteAll(string path, ReadOnlySpan<byte> content)
    {
        var bytes = content.ToArray();
        Writing(path, async s3 =>
        {
            using var stream = new MemoryStream(bytes);
            await clients.For(s3.Bucket).PutObjectAsync(new PutObjectRequest { BucketName = s3.Bucket, Key = s3.Key, InputStream = stream, UseChunkEncoding = false }).ConfigureAwait(false);
        });
    }

    /// <summary>Removes an object and all below it. Of a job's staging folder, which holds no objects, it removes the uploads that were never completed.</summary>
    public void Delete(string path) => Writing(path, async s3 =>
    {
        if (StagingFolder.JobOf(path) is { } job)
            await AbortUploads(S3Path.Parse(FilePath.ParentOf(path)), job).ConfigureAwait(false);
        var keys = await KeysBelow(s3).ConfigureAwait(false);
        if (s3.Key.Length > 0)
            keys.Add(s3.Key);
        foreach (var some in keys.Chunk(MostDeletedAtOnce))
            foreach (var key in some)
                await clients.For(s3.Bucket).DeleteObjectAsync(s3.Bucket, key).ConfigureAwait(false);
    });

    public void Rename(string from, string to)
    {
        var target = S3Path.Parse(to);
        Writing(from, async s3 =>
        {
            var keys = await KeysBelow(s3).ConfigureAwait(false);
            if (await Head(s3).ConfigureAwait(false) is not null)
                keys.Add(s3.Key);
            foreach (var key in keys)
                await clients.For(s3.Bucket).CopyObjectAsync(s3.Bucket, key, target.Bucket, target.Key + key[s3.Key.Length..]).ConfigureAwait(false);
            foreach (var key in keys)
                await clients.For(s3.Bucket).DeleteObjectAsync(s3.Bucket, key).ConfigureAwait(false);
        });
    }

    public void Dispose() => clients.Dispose();

    private async Task<List<string>> KeysBelow(S3Path s3)
    {
        var keys = new List<string>();
        var request = new ListObjectsV2Request { BucketName = s3.Bucket, Prefix = s3.Prefix };
        ListObjectsV2Response response;
        do
        {
            response = await clients.For(s3.Bucket).ListObjectsV2Async(request).ConfigureAwait(false);
            keys.AddRange((response.S3Objects ?? []).Select(o => o.Key));
            request.ContinuationToken = response.NextContinuationToken;
        }
        while (response.IsTruncated == true);

        return keys;
    }

    private async Task AbortUploads(S3Path folder, string job)
    {
        var request = new ListMultipartUploadsRequest { BucketName = folder.Bucket, Prefix = folder.Prefix };
        ListMultipartUploadsResponse response;
        do
        {
            try
            {
                response = await clients.For(folder.Bucket).ListMultipartUploadsAsync(request).ConfigureAwait(false);
            }
            catch (AmazonS3Exception e) when (S3Uploads.CannotTell(e))
            {
                return;
            }

            foreach (var upload in (response.MultipartUploads ?? []).Where(u => FilePath.NameOf(u.Key).Contains(job, StringComparison.Ordinal)))
                await Abort(folder.With(upload.Key), upload.UploadId).ConfigureAwait(false);
            (request.KeyMarker, request.UploadIdMarker) = (response.NextKeyMarker, response.NextUploadIdMarker);
        }
        while (response.IsTruncated == true);
    }

    private Task Abort(S3Path s3, string upload) => S3Uploads.AbortAsync(clients.For(s3.Bucket), s3, upload);

    private async Task<GetObjectMetadataResponse?> Head(S3Path s3)
    {
        try
        {
            return await clients.For(s3.Bucket).GetObjectMetadataAsync(s3.Bucket, s3.Key).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    internal static long Stamp(string? tag) => string.IsNullOrEmpty(tag) ? 0 : (long)Columnar.Checksums.XxHash64.Hash(System.Text.Encoding.UTF8.GetBytes(tag.Trim('"')));

    private static T Reading<T>(string path, Func<S3Path, Task<T>> action)
    {
        try
        {
            return action(S3Path.Parse(path)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (S3Errors.IsService(e))
        {
            throw S3Errors.Reading(path, e);
        }
    }

    private static void Writing(string path, Func<S3Path, Task> action)
    {
        try
        {
            action(S3Path.Parse(path)).GetAwaiter().GetResult();
        }
        catch (Exception e) when (S3Errors.IsService(e))
        {
            throw S3Errors.Writing(path, e);
        }
    }
}
