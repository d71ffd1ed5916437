using System.Globalization;
using Spindle.Columnar.Errors;

namespace Spindle.Storage.S3;

/// <summary>How a bucket is reached. What is null comes from the environment.</summary>
public sealed record S3Settings
{
    private const int MostAttempts = 100;

    /// <summary>Another endpoint than AWS's, <c>http://host:port</c>.</summary>
    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    /// <summary>The bucket's name in the path instead of the host name.</summary>
    public bool PathStyle { get; init; }

    /// <summary>A key of the key management service with which written objects are encrypted.</summary>
    public string? EncryptionKey { get; init; }

    public string? AccessKey { get; init; }

    public string? SecretKey { get; init; }

    public string? SessionToken { get; init; }

    /// <summary>How often a request is made at most; null for the standard.</summary>
    public int? Attempts { get; init; }

    /// <summary>
    /// Settings by their names, those of Hadoop's connector: <c>fs.s3a.endpoint</c>, and for one bucket <c>fs.s3a.bucket.NAME.endpoint</c>, which goes first. Endings: <c>endpoint</c>,
    /// <c>endpoint.region</c>, <c>path.style.access</c>, <c>encryption.key</c>, <c>access.key</c>, <c>secret.key</c>, <c>session.token</c>, <c>attempts.maximum</c>.
    /// </summary>
    public static Func<string, S3Settings> From(Func<string, string?> setting) => bucket =>
    {
        string? Of(string name) => setting($"fs.s3a.bucket.{bucket}.{name}") ?? setting($"fs.s3a.{name}");
        return new S3Settings
        {
            Endpoint = Of("endpoint"),
            Region = Of("endpoint.region"),
            PathStyle = string.Equals(Of("path.style.access"), "true", StringComparison.OrdinalIgnoreCase),
            EncryptionKey = Of("encryption.key"),
            AccessKey = Of("access.key"),
            SecretKey = Of("secret.key"),
            SessionToken = Of("session.token"),
            Attempts = Of("attempts.maximum") is not { } attempts ? null
                : int.TryParse(attempts, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostAttempts ? count
                : throw new SpindleException(StorageErrors.InvalidOption, $"fs.s3a.attempts.maximum is '{attempts}', but takes a whole number from 1 to {MostAttempts}"),
        };
    };
}
