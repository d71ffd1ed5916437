using Amazon.Runtime;

namespace Spindle.Storage.S3;

/// <summary>Where credentials come from: the settings, a web identity token, else the SDK's own chain (environment, profile, container and pod identity, instance).</summary>
internal static class S3Credentials
{
    /// <returns>Null to leave it to the SDK.</returns>
    public static AWSCredentials? For(S3Settings settings)
    {
        if (settings is { AccessKey: { } key, SecretKey: { } secret })
            return settings.SessionToken is { } token ? new SessionAWSCredentials(key, secret, token) : new BasicAWSCredentials(key, secret);
        if (Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 })
            return null;
        return WebIdentityCredentials.FromEnvironment(Environment.GetEnvironmentVariable, new HttpClient());
    }
}
