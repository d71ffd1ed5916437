using System.Globalization;
using System.Net.Http.Headers;
using System.Xml.Linq;
using Amazon.Runtime;
using Spindle.Columnar.Errors;

namespace Spindle.Storage.S3;

/// <summary>
/// Credentials of a role that a token file stands for (a service account's), asked of the security token service and asked again before they end.
/// </summary>
internal sealed class WebIdentityCredentials(Uri endpoint, string role, string session, string tokenFile, HttpClient http) : RefreshingAWSCredentials
{
    private const int MostAnswerBytes = 1 << 20;

    /// <summary>Null where the environment names no token file and role.</summary>
    public static WebIdentityCredentials? FromEnvironment(Func<string, string?> variable, HttpClient http)
    {
        if (variable("AWS_WEB_IDENTITY_TOKEN_FILE") is not { Length: > 0 } file || variable("AWS_ROLE_ARN") is not { Length: > 0 } role)
            return null;
        var region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION");
        var endpoint = variable("AWS_ENDPOINT_URL_STS") ?? (region is null ? "https://sts.amazonaws.com" : $"https://sts.{region}.amazonaws.com");
        return new WebIdentityCredentials(new Uri(endpoint), role, variable("AWS_ROLE_SESSION_NAME") ?? "spindle", file, http) { PreemptExpiryTime = TimeSpan.FromMinutes(5) };
    }

    protected override CredentialsRefreshState GenerateNewCredentials() => GenerateNewCredentialsAsync().GetAwaiter().GetResult();

    protected override async Task<CredentialsRefreshState> GenerateNewCredentialsAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string>
                {
                    ["Action"] = "AssumeRoleWithWebIdentity",
                    ["Version"] = "2011-06-15",
                    ["RoleArn"] = role,
                    ["RoleSessionName"] = session,
                    ["WebIdentityToken"] = (await File.ReadAllTextAsync(tokenFile).ConfigureAwait(false)).Trim(),
                }),
            };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/xml"));
            using var response = await http.SendAsync(request).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync().ConfigureAwait(false);
            if (!response.IsSuccessStatusCode || text.Length > MostAnswerBytes)
                throw new IOException($"the service answered {(int)response.StatusCode}");
            return Read(text);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or System.Xml.XmlException or FormatException or UnauthorizedAccessException)
        {
            throw new SpindleException(StorageErrors.CannotRead, $"no credentials for the role {role} from {endpoint} with the token in {tokenFile}: {e.Message}", inner: e);
        }
    }

    private static CredentialsRefreshState Read(string text)
    {
        var credentials = XDocument.Parse(text).Descendants().FirstOrDefault(e => e.Name.LocalName == "Credentials") ?? throw new FormatException("the answer has no credentials");
        string Member(string name) => credentials.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value ?? throw new FormatException($"the answer has no {name}");

        // The SDK counts expiry in the platform's own type.
#pragma warning disable RS0030
        var expiration = DateTime.Parse(Member("Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);
#pragma warning restore RS0030
        return new CredentialsRefreshState(new ImmutableCredentials(Member("AccessKeyId"), Member("SecretAccessKey"), Member("SessionToken")), expiration);
    }
}
