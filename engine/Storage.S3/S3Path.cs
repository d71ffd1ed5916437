namespace Spindle.Storage.S3;

/// <summary>A bucket and a key within it.</summary>
internal readonly record struct S3Path(string Scheme, string Bucket, string Key)
{
    /// <summary>The key as a prefix of what lies below it; empty for a whole bucket.</summary>
    public string Prefix => Key.Length == 0 ? "" : Key + "/";

    /// <summary>Reads <c>s3://bucket/key</c>; a slash at the end is dropped.</summary>
    public static S3Path Parse(string path)
    {
        var colon = path.IndexOf("://", StringComparison.Ordinal);
        var rest = path[(colon + 3)..];
        var slash = rest.IndexOf('/');
        return slash < 0 ? new S3Path(path[..colon], rest, "") : new S3Path(path[..colon], rest[..slash], rest[(slash + 1)..].Trim('/'));
    }

    public S3Path With(string key) => this with { Key = key };

    public override string ToString() => $"{Scheme}://{Bucket}/{Key}";
}
