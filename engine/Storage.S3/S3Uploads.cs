using System.Net;
using Amazon.S3;
using Amazon.S3.Model;

namespace Spindle.Storage.S3;

/// <summary>
/// Ends uploads that nobody completes. That is tidiness and never part of an answer: what was not completed is not seen. A service that cannot list or abort uploads keeps them until its own
/// rule for unfinished uploads removes them, and a job does not fail of it.
/// </summary>
internal static class S3Uploads
{
    public static async Task AbortAsync(IAmazonS3 client, S3Path path, string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = path.Bucket, Key = path.Key, UploadId = upload }).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (CannotTell(e) || e.ErrorCode == "NoSuchUpload")
        {
            // There is none, or nothing to be done about it.
        }
    }

    /// <summary>Whether the service does not know the operation, as parts of the protocol are missing in some implementations.</summary>
    public static bool CannotTell(AmazonS3Exception e) => e.StatusCode == HttpStatusCode.NotImplemented || e.ErrorCode == "NotImplemented";
}
