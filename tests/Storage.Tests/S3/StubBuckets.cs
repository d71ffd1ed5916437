using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Spindle.Storage.Tests.S3;

/// <summary>A server that speaks as much of the S3 protocol as file systems need, on this machine, and misbehaves where it is told to.</summary>
internal sealed class StubBuckets : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, byte[]> objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Path, ConcurrentDictionary<int, byte[]> Parts)> uploads = new(StringComparer.Ordinal);
    private int nextUpload;
    private int podKeys;

    public StubBuckets()
    {
        for (var port = 20_000 + Environment.ProcessId % 20_000; ; port++)
        {
            try
            {
                listener.Prefixes.Clear();
                listener.Prefixes.Add($"http://127.0.0.1:{port}/");
                listener.Start();
                Endpoint = $"http://127.0.0.1:{port}";
                break;
            }
            catch (HttpListenerException) when (port < 60_000)
            {
                // Taken: try the next.
            }
        }

        _ = Task.Run(Serve);
    }

    public string Endpoint { get; } = "";

    /// <summary>Answers to come that say 503 SlowDown.</summary>
    public int SlowDowns { get; set; }

    /// <summary>Bodies to come that end in the middle.</summary>
    public int Cuts { get; set; }

    /// <summary>Whether uploads can be neither listed nor aborted, as in parts of what speaks the protocol.</summary>
    public bool UploadsStay { get; set; }

    /// <summary>Keys that nobody may read or write.</summary>
    public Func<string, bool> IsDenied { get; set; } = _ => false;

    /// <summary>The token for which <c>/pod-identity</c> gives credentials, other ones each time, that end a minute later.</summary>
    public string? PodToken { get; set; }

    /// <summary>The access keys that requests were signed with.</summary>
    public ConcurrentQueue<string> AccessKeys { get; } = new();

    public ICollection<string> Keys => objects.Keys;

    public int OpenUploads => uploads.Count;

    public string? LastEncryptionKey { get; private set; }

    public ConcurrentQueue<string> Requests { get; } = new();

    public byte[] this[string key]
    {
        get => objects[key];
        set => objects[key] = value;
    }

    public void Dispose() => listener.Close();

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => Answer(context));
        }
    }

    private void Answer(HttpListenerContext context)
    {
        try
        {
            Handle(context.Request, context.Response);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException or IOException)
        {
            context.Response.Abort();
        }
    }

    private void Handle(HttpListenerRequest request, HttpListenerResponse response)
    {
        var path = Uri.UnescapeDataString(request.Url!.AbsolutePath).TrimStart('/');
        var query = request.QueryString;
        Requests.Enqueue($"{request.HttpMethod} {path} {request.Headers["Range"]}");
        if (request.Headers["Authorization"]?.Split("Credential=") is [_, var credential])
            AccessKeys.Enqueue(credential.Split('/')[0]);
        if (path == "pod-identity" && PodToken is { } token)
            GiveCredentials(request.Headers["Authorization"] == token, response);
        else if (SlowDowns > 0)
        {
            SlowDowns--;
            Fail(response, 503, "SlowDown");
        }
        else if (IsDenied(path))
            Fail(response, 403, "AccessDenied");
        else if (UploadsStay && ((request.HttpMethod == "GET" && IsUploads(query)) || (request.HttpMethod == "DELETE" && query["uploadId"] is not null)))
            Fail(response, 501, "NotImplemented");
        else
        {
            switch (request.HttpMethod)
            {
                case "GET" when query["list-type"] is not null:
                    List(path.TrimEnd('/'), query["prefix"] ?? "", query["delimiter"], query["max-keys"], response);
                    break;
                case "GET" when IsUploads(query):
                    Write(response, "<ListMultipartUploadsResult>" + string.Concat(uploads.Select(u => $"<Upload><Key>{u.Value.Path[(u.Value.Path.IndexOf('/') + 1)..]}</Key><UploadId>{u.Key}</UploadId></Upload>")) + "</ListMultipartUploadsResult>");
                    break;
                case "GET" or "HEAD":
                    Get(path, request, response);
                    break;
                case "POST" when query["uploadId"] is { } id:
                    Complete(path, id, response);
                    break;
                case "POST":
                    LastEncryptionKey = request.Headers["x-amz-server-side-encryption-aws-kms-key-id"];
                    var upload = $"upload{Interlocked.Increment(ref nextUpload)}";
                    uploads[upload] = (path, new ConcurrentDictionary<int, byte[]>());
                    Write(response, $"<InitiateMultipartUploadResult><UploadId>{upload}</UploadId></InitiateMultipartUploadResult>");
                    break;
                case "PUT":
                    Put(path, request, response);
                    break;
                case "DELETE":
                    if (query["uploadId"] is { } aborted)
                        uploads.TryRemove(aborted, out _);
                    else
                        objects.TryRemove(path, out _);
                    response.StatusCode = 204;
                    break;
                default:
                    Fail(response, 400, "NotImplemented");
                    break;
            }
        }
    }

    private static bool IsUploads(System.Collections.Specialized.NameValueCollection query) => query.GetValues(null)?.Contains("uploads") == true || query["uploads"] is not null;

    private void GiveCredentials(bool isKnown, HttpListenerResponse response)
    {
        response.StatusCode = isKnown ? 200 : 403;
        response.ContentType = "application/json";
        var end = DateTime.UtcNow.AddMinutes(1).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        response.OutputStream.Write(Encoding.UTF8.GetBytes($$"""{"AccessKeyId":"pod{{Interlocked.Increment(ref podKeys)}}","SecretAccessKey":"secret","Token":"session","Expiration":"{{end}}"}"""));
    }

    private void Put(string path, HttpListenerRequest request, HttpListenerResponse response)
    {
        using var body = new MemoryStream();
        request.InputStream.CopyTo(body);
        var bytes = body.ToArray();
        if (request.Headers["x-amz-copy-source"] is { } source)
        {
            objects[path] = objects[Uri.UnescapeDataString(source).TrimStart('/')];
            Write(response, $"<CopyObjectResult><ETag>{Tag(objects[path])}</ETag></CopyObjectResult>");
            return;
        }

        if (request.QueryString["uploadId"] is { } id)
            uploads[id].Parts[int.Parse(request.QueryString["partNumber"]!, CultureInfo.InvariantCulture)] = bytes;
        else
            objects[path] = bytes;
        response.Headers["ETag"] = Tag(bytes);
    }

    private void Complete(string path, string id, HttpListenerResponse response)
    {
        if (!uploads.TryRemove(id, out var upload))
        {
            Fail(response, 404, "NoSuchUpload");
            return;
        }

        objects[path] = [.. upload.Parts.OrderBy(p => p.Key).SelectMany(p => p.Value)];
        Write(response, $"<CompleteMultipartUploadResult><ETag>{Tag(objects[path])}</ETag></CompleteMultipartUploadResult>");
    }

    private void Get(string path, HttpListenerRequest request, HttpListenerResponse response)
    {
        if (!objects.TryGetValue(path, out var bytes))
        {
            Fail(response, 404, "NoSuchKey");
            return;
        }

        if (request.Headers["If-Match"] is { } tag && tag != Tag(bytes))
        {
            Fail(response, 412, "PreconditionFailed");
            return;
        }

        var (from, to) = (0, bytes.Length - 1);
        if (request.Headers["Range"] is { } range)
        {
            var ends = range["bytes=".Length..].Split('-');
            (from, to) = (int.Parse(ends[0], CultureInfo.InvariantCulture), Math.Min(to, int.Parse(ends[1], CultureInfo.InvariantCulture)));
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{to}/{bytes.Length}";
        }

        response.Headers["ETag"] = Tag(bytes);
        response.ContentLength64 = to - from + 1;
        if (request.HttpMethod == "HEAD")
            return;
        if (Cuts > 0)
        {
            Cuts--;
            response.OutputStream.Write(bytes, from, (to - from + 1) / 2);
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.OutputStream.Write(bytes, from, to - from + 1);
    }

    private void List(string bucket, string prefix, string? delimiter, string? most, HttpListenerResponse response)
    {
        var keys = objects.Keys.Where(k => k.StartsWith($"{bucket}/{prefix}", StringComparison.Ordinal)).Select(k => k[(bucket.Length + 1)..]).Order(StringComparer.Ordinal)
            .Take(most is null ? int.MaxValue : int.Parse(most, CultureInfo.InvariantCulture)).ToList();
        var folders = delimiter is null ? [] : keys.Where(k => k.IndexOf('/', prefix.Length) >= 0).Select(k => k[..(k.IndexOf('/', prefix.Length) + 1)]).Distinct().ToList();
        var files = delimiter is null ? keys : keys.Where(k => k.IndexOf('/', prefix.Length) < 0);
        Write(response, "<ListBucketResult><IsTruncated>false</IsTruncated>"
            + string.Concat(files.Select(k => $"<Contents><Key>{WebUtility.HtmlEncode(k)}</Key><Size>{objects[$"{bucket}/{k}"].Length}</Size><ETag>{WebUtility.HtmlEncode(Tag(objects[$"{bucket}/{k}"]))}</ETag></Contents>"))
            + string.Concat(folders.Select(f => $"<CommonPrefixes><Prefix>{WebUtility.HtmlEncode(f)}</Prefix></CommonPrefixes>")) + "</ListBucketResult>");
    }

    private static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(MD5.HashData(bytes))}\"";

    private static void Fail(HttpListenerResponse response, int status, string code)
    {
        response.StatusCode = status;
        Write(response, $"<Error><Code>{code}</Code><Message>{code}</Message></Error>");
    }

    private static void Write(HttpListenerResponse response, string xml)
    {
        response.ContentType = "application/xml";
        var bytes = Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
        response.ContentLength64 = bytes.Length;
        response.OutputStream.Write(bytes);
    }
}
