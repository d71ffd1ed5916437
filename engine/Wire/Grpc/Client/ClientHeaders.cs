using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Spindle.Wire.Grpc.Messages;

namespace Spindle.Wire.Grpc.Client;

/// <summary>A call's request headers, and what the response's headers and trailers say.</summary>
internal static class ClientHeaders
{
    public static HttpRequestMessage Request(Uri address, HttpContent content, CallOptions options)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        var headers = request.Headers;
        headers.TryAddWithoutValidation("te", "trailers");
        headers.TryAddWithoutValidation("user-agent", "grpc-spindle");
        headers.TryAddWithoutValidation("grpc-accept-encoding", MessageCompression.Accepted);
        if (options.Compress)
            headers.TryAddWithoutValidation("grpc-encoding", MessageCompression.Gzip);
        if (options.Timeout is { } timeout)
            headers.TryAddWithoutValidation("grpc-timeout", HeaderText.Timeout(timeout));
        if (options.Headers is { } metadata)
            foreach (var entry in metadata)
                headers.TryAddWithoutValidation(entry.Name, entry.HeaderValue);
        return request;
    }

    /// <summary>The status of a response that has no messages; null where messages may follow.</summary>
    public static Status? Refusal(HttpResponseMessage response)
    {
        if (Status(response.Headers) is { } status)
            return status;
        if (response.StatusCode != HttpStatusCode.OK)
            return new Status(Code(response.StatusCode), $"the server answered with the HTTP status {(int)response.StatusCode}");
        var type = response.Content.Headers.ContentType?.MediaType ?? "";
        return type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) ? null : new Status(StatusCode.Unknown, $"the server answered with '{type}', which is not gRPC");
    }

    /// <summary>The status that headers or trailers hold; null for none.</summary>
    public static Status? Status(HttpResponseHeaders headers)
    {
        if (First(headers, "grpc-status") is not { } text)
            return null;
        var code = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= (int)StatusCode.Unauthenticated ? (StatusCode)number : StatusCode.Unknown;
        var details = First(headers, "grpc-status-details-bin") is { } binary && HeaderText.TryBase64(binary, out var bytes) ? bytes : [];
        return new Status(code, HeaderText.Unescape(First(headers, "grpc-message") ?? ""), details);
    }

    public static Metadata Metadata(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
            foreach (var value in values)
                metadata.AddReceived(name, value);
        return metadata;
    }

    public static string? Encoding(HttpResponseMessage response)
    {
        var encoding = First(response.Headers, "grpc-encoding");
        return encoding is null or MessageCompression.Identity ? null
            : encoding == MessageCompression.Gzip ? encoding
            : throw new RpcException(StatusCode.Internal, $"the server compresses with '{encoding}', which was not offered");
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static StatusCode Code(HttpStatusCode status) => (int)status switch
    {
        400 => StatusCode.Internal,
        401 => StatusCode.Unauthenticated,
        403 => StatusCode.PermissionDenied,
        404 => StatusCode.Unimplemented,
        429 or 502 or 503 or 504 => StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };
}
