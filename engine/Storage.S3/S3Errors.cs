using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Spindle.Columnar.Errors;

namespace Spindle.Storage.S3;

/// <summary>What the service answered, as one error that says what to do.</summary>
internal static class S3Errors
{
    public static bool IsService(Exception e) => e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TaskCanceledException;

    public static SpindleException Reading(string path, Exception e) => Make(StorageErrors.CannotRead, path, "cannot be read", e);

    public static SpindleException Writing(string path, Exception e) => Make(StorageErrors.TaskWriteFailed, path, "cannot be written", e);

    private static SpindleException Make(ErrorClass kind, string path, string what, Exception e)
    {
        var why = e switch
        {
            AmazonS3Exception { StatusCode: HttpStatusCode.Forbidden } denied => $"access is denied ({denied.ErrorCode}); check the credentials and the bucket's policy",
            AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } absent => $"it does not exist ({absent.ErrorCode})",
            AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } => "it was replaced after the table was listed; open the table again",
            AmazonS3Exception { StatusCode: HttpStatusCode.ServiceUnavailable } busy => $"the service asks to slow down ({busy.ErrorCode}), and did so through all retries; lower the number of threads",
            AmazonS3Exception other => $"{other.ErrorCode}: {other.Message}",
            _ => e.Message,
        };
        return new SpindleException(kind, $"{path} {what}: {why}", inner: e, parameters: new Dictionary<string, string> { ["path"] = path });
    }
}
