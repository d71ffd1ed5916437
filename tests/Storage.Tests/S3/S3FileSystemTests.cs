using System.Net;
using System.Text;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Memory;
using Spindle.Columnar.Types;
using Spindle.Storage.Files;
using Spindle.Storage.Parquet;
using Spindle.Storage.S3;
using Spindle.Storage.Tables;
using TimeZone = Spindle.Columnar.Time.TimeZone;

namespace Spindle.Storage.Tests.S3;

public sealed class S3FileSystemTests : IDisposable
{
    private static readonly StructType Schema = new([new Field("v", DataType.Long), new Field("s", DataType.String), new Field("p", DataType.Int)]);

    private readonly StubBuckets server = new();
    private readonly S3FileSystem buckets;

    public S3FileSystemTests() => buckets = new S3FileSystem(S3Settings.From(name => name switch
    {
        "fs.s3a.endpoint" => server.Endpoint,
        "fs.s3a.path.style.access" => "true",
        "fs.s3a.access.key" => "key",
        "fs.s3a.secret.key" => "secret",
        "fs.s3a.bucket.sealed.encryption.key" => "the-key",
        _ => null,
    }));

    public void Dispose()
    {
        buckets.Dispose();
        server.Dispose();
    }

    private static List<object?[]> Rows(int count) => [.. Enumerable.Range(0, count).Select(i => new object?[] { (long)i, ByteString.Of($"row {i}"), i % 3 })];

    private FileSink Sink(string path, SaveMode mode = SaveMode.ErrorIfExists, params string[] partitionBy) =>
        new(buckets, new ParquetFormat(), path, Schema, partitionBy, mode, FormatOptions.Empty, TimeZone.Utc);

    private FileTable Open(string path) => FileTable.Open(buckets, new ParquetFormat(), [path], FormatOptions.Empty);

    private List<long> Read(string path) => [.. Reading.Rows(Open(path)).Select(r => (long)r[0]!).Order()];

    [Fact]
    public void Tables_are_written_and_read()
    {
        Writing.Write(Sink("s3://data/t", SaveMode.Append, "p"), Rows(3000), partitions: 2);
        Assert.Contains("data/t/_SUCCESS", server.Keys);
        Assert.Equal(0, server.OpenUploads);
        var table = Open("s3://data/t");
        Assert.Equal("struct<v:bigint,s:string,p:int>", table.Schema.Name);
        var read = Reading.Rows(table).OrderBy(r => (long)r[0]!).ToList();
        Assert.Equal(3000, read.Count);
        Assert.Equal([7L, ByteString.Of("row 7"), 1], read[7]);
        Assert.Equal(1000, Read("s3://data/t/p={1}").Count);
        Writing.Write(Sink("s3://data/t", SaveMode.Overwrite), Rows(5), jobId: "job2");
        Assert.Equal([0, 1, 2, 3, 4], Read("s3://data/t"));
        Assert.Equal("PATH_ALREADY_EXISTS", Assert.Throws<SpindleException>(() => Sink("s3://data/t").Begin("job3")).ErrorClass.Name);
        Assert.Equal("PATH_NOT_FOUND", Assert.Throws<SpindleException>(() => Open("s3://data/none")).ErrorClass.Name);
    }

    [Fact]
    public void Nothing_appears_before_the_commit_and_uploads_do_not_stay_behind()
    {
        var budget = new MemoryBudget();
        var job = Sink("s3://data/t").Begin("job1");
        using (var writer = job.Open(0, 0, budget))
        using (var abandoned = job.Open(1, 0, budget))
        {
            var batch = RandomBatches.Batch(Schema, Rows(100), budget);
            writer.Write(batch);
            abandoned.Write(batch);
            batch.Release();
            writer.Finish();
            Assert.Empty(server.Keys);
            Assert.Equal(2, server.OpenUploads);
        }

        Assert.Equal(1, server.OpenUploads);
        job.Abort();
        Assert.Equal(0, server.OpenUploads);
        Assert.Empty(server.Keys);
    }

    [Fact]
    public void A_service_that_keeps_abandoned_uploads_fails_no_job()
    {
        server.UploadsStay = true;
        var budget = new MemoryBudget();
        var job = Sink("s3://data/t").Begin("job1");
        using (var abandoned = job.Open(0, 0, budget))
        {
            var batch = RandomBatches.Batch(Schema, Rows(100), budget);
            abandoned.Write(batch);
            batch.Release();
        }

        Assert.Equal(1, server.OpenUploads);
        job.Abort();
        Assert.Empty(server.Keys);
        Writing.Write(Sink("s3://data/t"), Rows(100));
        Assert.Equal(100, Read("s3://data/t").Count);
    }

    [Fact]
    public void Slow_answers_and_broken_connections_are_lived_through()
    {
        Writing.Write(Sink("s3://data/t"), Rows(2000));
        server.SlowDowns = 2;
        Assert.Equal(2000, Read("s3://data/t").Count);
        server.Cuts = 3;
        Assert.Equal(2000, Read("s3://data/t").Count);
        Assert.Equal(0, server.Cuts);
    }

    [Fact]
    public void Denials_name_the_object()
    {
        Writing.Write(Sink("s3://data/t"), Rows(10));
        var table = Open("s3://data/t");
        server.IsDenied = path => path.EndsWith(".parquet", StringComparison.Ordinal);
        var error = Assert.Throws<SpindleException>(() => Reading.Rows(Open("s3://data/t")));
        Assert.Contains("access is denied", error.Message);
        Assert.Contains("s3://data/t/part-", error.Message);
        Assert.Equal("TASK_WRITE_FAILED", Assert.Throws<SpindleException>(() => Writing.Write(Sink("s3://data/u"), Rows(1))).ErrorClass.Name);
    }

    [Fact]
    public void A_replaced_object_is_noticed()
    {
        Writing.Write(Sink("s3://data/t"), Rows(10));
        var key = server.Keys.Single(k => k.EndsWith(".parquet", StringComparison.Ordinal));
        using var file = buckets.Open("s3://" + key);
        var changed = (byte[])server[key].Clone();
        changed[10] ^= 1;
        server[key] = changed;
        Assert.Contains("replaced", Assert.Throws<SpindleException>(() => file.ReadAt(0, new byte[10])).Message);
    }

    [Fact]
    public void Announced_ranges_are_fetched_once_each()
    {
        var content = new byte[40 << 20];
        new Random(1).NextBytes(content);
        server["data/big"] = content;
        using var file = buckets.Open("s3://data/big");
        file.Prefetch([new FileRange(100, 20 << 20), new FileRange(30 << 20, 5 << 20)]);
        foreach (var (from, length) in new[] { (100, 1000), (1100, (20 << 20) - 1000), (30 << 20, 5 << 20), (25 << 20, 77), ((40 << 20) - 3, 3) })
        {
            var bytes = new byte[length];
            file.ReadAt(from, bytes);
            Assert.True(content.AsSpan(from, length).SequenceEqual(bytes));
        }

        Assert.Equal(3 + 1 + 2, server.Requests.Count(r => r.StartsWith("GET data/big", StringComparison.Ordinal)));
        Assert.Throws<EndOfStreamException>(() => file.ReadAt(40 << 20, new byte[1]));
    }

    [Fact]
    public void Settings_are_those_of_the_bucket()
    {
        Writing.Write(Sink("s3://sealed/t"), Rows(1));
        Assert.Equal("the-key", server.LastEncryptionKey);
        Writing.Write(Sink("s3://data/t"), Rows(1));
        Assert.Null(server.LastEncryptionKey);
        var systems = new FileSystems().Register("s3", buckets);
        Assert.Same(buckets, systems.For("s3://data/t"));
        Assert.IsType<LocalFileSystem>(systems.For("data/t"));
        Assert.Throws<SpindleException>(() => systems.For("gs://data/t"));
    }

    [Fact]
    public void A_web_identity_is_exchanged_for_credentials_and_again_when_they_are_given_up()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["token"], "the token\n");
        var service = new TokenService();
        var credentials = WebIdentityCredentials.FromEnvironment(name => name switch
        {
            "AWS_WEB_IDENTITY_TOKEN_FILE" => folder["token"],
            "AWS_ROLE_ARN" => "arn:aws:iam::1:role/reader",
            "AWS_ENDPOINT_URL_STS" => "http://sts.invalid",
            _ => null,
        }, new HttpClient(service))!;
        Assert.Equal("key1", credentials.GetCredentials().AccessKey);
        Assert.Equal("key1", credentials.GetCredentials().AccessKey);
        credentials.ClearCredentials();
        Assert.Equal("key2", credentials.GetCredentials().AccessKey);
        Assert.Equal("session", credentials.GetCredentials().Token);
        Assert.Contains("WebIdentityToken=the+token", service.Last);
        Assert.Contains("RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Freader", service.Last);
        service.Status = HttpStatusCode.Forbidden;
        credentials.ClearCredentials();
        Assert.Contains("arn:aws:iam::1:role/reader", Assert.Throws<SpindleException>(() => credentials.GetCredentials()).Message);
        Assert.Null(WebIdentityCredentials.FromEnvironment(_ => null, new HttpClient(service)));
    }

    [Fact]
    public void A_pods_identity_is_asked_for_and_asked_for_again_in_mid_job()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["token"], "the pod's token");
        server.PodToken = "the pod's token";
        var variables = new Dictionary<string, string>
        {
            ["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = server.Endpoint + "/pod-identity",
            ["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = folder["token"],
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            using var pod = new S3FileSystem(S3Settings.From(name => name switch { "fs.s3a.endpoint" => server.Endpoint, "fs.s3a.path.style.access" => "true", _ => null }));
            Writing.Write(new FileSink(pod, new ParquetFormat(), "s3://data/t", Schema, [], SaveMode.ErrorIfExists, FormatOptions.Empty, TimeZone.Utc), Rows(100));
            Assert.Equal(100, Reading.Rows(FileTable.Open(pod, new ParquetFormat(), ["s3://data/t"], FormatOptions.Empty)).Count);
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
        }

        Assert.All(server.AccessKeys, key => Assert.StartsWith("pod", key, StringComparison.Ordinal));
        Assert.True(server.AccessKeys.Distinct().Count() > 1, "credentials that end are not renewed");
    }

    /// <summary>Gives other credentials each time.</summary>
    private sealed class TokenService : HttpMessageHandler
    {
        private int count;

        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string Last { get; private set; } = "";

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Last = await request.Content!.ReadAsStringAsync(cancellationToken);
            var answer = $"""
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>key{++count}</AccessKeyId>
                <SecretAccessKey>secret</SecretAccessKey><SessionToken>session</SessionToken><Expiration>2999-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>
                """;
            return new HttpResponseMessage(Status) { Content = new StringContent(answer, Encoding.UTF8, "text/xml") };
        }
    }
}
