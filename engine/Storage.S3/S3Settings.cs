namespace Spindle.Storage.S3;

/// <summary>How a bucket is reached. What is null comes from the environment.</summary>
public sealed record S3Settings
{
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

    /// <summary>
    /// Settings by their names, those of Hadoop's connector: <c>fs.s3a.endpoint</c>, and for one bucket <c>fs.s3a.bucket.NAME.endpoint</c>, which goes first. Endings: <c>endpoint</c>,
    /// <c>endpoint.region</c>, <c>path.style.access</c>, <c>encryption.key</c>, <c>access.key</c>, <c>secret.key</c>, <c>session.token</c>.
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
        };
    };
}
