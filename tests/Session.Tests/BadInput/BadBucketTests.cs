using Spindle.Columnar.Errors;
using Spindle.Storage.Tests.S3;

namespace Spindle.Sql.Tests.BadInput;

/// <summary>What object storage does wrong, as a query meets it: what passes is lived through, what stays is one error that names the object; uploads do not stay behind.</summary>
public sealed class BadBucketTests : IDisposable
{
    private readonly StubBuckets server = new();
    private readonly Session session;

    public BadBucketTests()
    {
        session = Session.Builder().Master("local[2]").Config("fs.s3a.endpoint", server.Endpoint).Config("fs.s3a.path.style.access", "true").Config("fs.s3a.access.key", "key").Config("fs.s3a.secret.key", "secret")
            .Config("fs.s3a.attempts.maximum", "1").Create();
        session.Range(3000).Coalesce(1).Write.Parquet("s3://data/t");
    }

    public void Dispose()
    {
        session.Dispose();
        server.Dispose();
    }

    private string Object => server.Keys.Single(k => k.EndsWith(".parquet", StringComparison.Ordinal));

    private void Refused(string errorClass, Action action, params string[] says)
    {
        var error = Assert.Throws<SpindleException>(action);
        Assert.Equal(errorClass, error.ErrorClass.Name);
        foreach (var part in says)
            Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Equal(100, session.Range(100).Count());
    }

    private void IsWellAgain() => Assert.Equal(3000, session.Read.Parquet("s3://data/t").Count());

    [Fact]
    public void A_denial()
    {
        server.IsDenied = path => path.EndsWith(".parquet", StringComparison.Ordinal);
        Refused("FAILED_READ_FILE.NO_HINT", () => session.Read.Parquet("s3://data/t").Collect(), "s3://" + Object, "access is denied", "credentials");
        Refused("TASK_WRITE_FAILED", () => session.Range(10).Write.Parquet("s3://data/u"), "s3://data/u", "access is denied");
        server.IsDenied = _ => false;
        IsWellAgain();
        Assert.DoesNotContain(server.Keys, k => k.StartsWith("data/u/", StringComparison.Ordinal));
        Assert.Equal(0, server.OpenUploads);
    }

    [Fact]
    public void A_service_that_asks_to_slow_down_without_end()
    {
        var frame = session.Read.Parquet("s3://data/t");
        server.SlowDowns = 1_000;
        Refused("FAILED_READ_FILE.NO_HINT", () => frame.Agg(Functions.Sum("id")).Collect(), "s3://" + Object, "slow down", "number of threads");
        Refused("TASK_WRITE_FAILED", () => session.Range(10).Write.Mode("append").Parquet("s3://data/t"), "s3://data/t");
        server.SlowDowns = 0;
        IsWellAgain();
        Assert.Equal(0, server.OpenUploads);
    }

    [Fact]
    public void Connections_cut_in_mid_body()
    {
        var frame = session.Read.Parquet("s3://data/t");
        server.Cuts = 2;
        Assert.Equal([4498500L], frame.Agg(Functions.Sum("id")).Collect().Select(r => r.Get<long>(0)));
        server.Cuts = 1_000;
        Refused("FAILED_READ_FILE.NO_HINT", () => session.Read.Parquet("s3://data/t").Agg(Functions.Sum("id")).Collect(), "s3://" + Object);
        server.Cuts = 0;
        IsWellAgain();
    }

    [Fact]
    public void An_object_replaced_between_list_and_read()
    {
        var frame = session.Read.Parquet("s3://data/t");
        var name = Object;
        var changed = (byte[])server[name].Clone();
        changed[20] ^= 1;
        server[name] = changed;
        Refused("FAILED_READ_FILE.NO_HINT", () => frame.Collect(), "s3://" + name, "replaced", "open the table again");
    }
}
