using System.Collections.Concurrent;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Spindle.Storage.S3;

/// <summary>A client for each bucket, made when it is first needed.</summary>
internal sealed class S3Clients(Func<string, S3Settings> settings) : IDisposable
{
    private const int StandardAttempts = 6;

    private readonly ConcurrentDictionary<string, (IAmazonS3 Client, S3Settings Settings)> byBucket = new(StringComparer.Ordinal);

    public IAmazonS3 For(string bucket) => Entry(bucket).Client;

    public S3Settings SettingsOf(string bucket) => Entry(bucket).Settings;

    public void Dispose()
    {
        foreach (var (client, _) in byBucket.Values)
            client.Dispose();
    }

    private (IAmazonS3 Client, S3Settings Settings) Entry(string bucket) => byBucket.GetOrAdd(bucket, name =>
    {
        var chosen = settings(name);
        var config = new AmazonS3Config
        {
            ForcePathStyle = chosen.PathStyle,
            MaxErrorRetry = (chosen.Attempts ?? StandardAttempts) - 1,
            RetryMode = RequestRetryMode.Standard,

            // Other implementations of the protocol do not know the newer checksums.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (chosen.Region is not null)
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(chosen.Region);
        if (chosen.Endpoint is not null)
        {
            config.ServiceURL = chosen.Endpoint.Contains("://", StringComparison.Ordinal) ? chosen.Endpoint : "https://" + chosen.Endpoint;
            config.AuthenticationRegion = chosen.Region ?? "us-east-1";
        }
        else if (chosen.Region is null && config.RegionEndpoint is null)
            config.RegionEndpoint = RegionEndpoint.USEast1;
        return (S3Credentials.For(chosen) is { } credentials ? new AmazonS3Client(credentials, config) : new AmazonS3Client(config), chosen);
    });
}
