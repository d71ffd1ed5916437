using System.Diagnostics;
using System.Globalization;

namespace Spindle.Testing;

/// <summary>A service that speaks the S3 protocol, on this machine, with a bucket <c>data</c>: another implementation's, see tests/interop/s3.</summary>
public sealed class Buckets : IDisposable
{
    private const string Bucket = "data";

    // How the service names an object's content on its disk.
    private const string ObjectSuffix = "._S3rver_object";

    private readonly Process process;
    private readonly DirectoryInfo folder;

    private Buckets(Process process, DirectoryInfo folder, Uri endpoint)
    {
        this.process = process;
        this.folder = folder;
        Endpoint = endpoint;
    }

    /// <summary>Where it is reached.</summary>
    public Uri Endpoint { get; }

    /// <summary>What a session needs to use it.</summary>
    public (string Key, string Value)[] Settings =>
    [
        ("spark.hadoop.fs.s3a.endpoint", Endpoint.ToString()), ("spark.hadoop.fs.s3a.endpoint.region", "us-east-1"), ("spark.hadoop.fs.s3a.path.style.access", "true"),
        ("spark.hadoop.fs.s3a.access.key", "S3RVER"), ("spark.hadoop.fs.s3a.secret.key", "S3RVER"),
    ];

    /// <summary>The keys of the objects that the bucket has.</summary>
    public IReadOnlyList<string> Objects
    {
        get
        {
            var bucket = Path.Combine(folder.FullName, Bucket);
            return [.. Directory.EnumerateFiles(bucket, "*" + ObjectSuffix, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(bucket, f)[..^ObjectSuffix.Length])];
        }
    }

    /// <param name="address">This machine's, as whoever uses the service reaches it.</param>
    /// <returns>Null, with a printed line, where the service is not installed.</returns>
    public static Buckets? TryStart(string address = "127.0.0.1")
    {
        var scripts = Path.Combine(Repository.Root, "tests", "interop", "s3");
        var modules = Environment.GetEnvironmentVariable("SPINDLE_INTEROP_MODULES") is { Length: > 0 } elsewhere ? elsewhere : Path.Combine(scripts, "node_modules");
        if (!Directory.Exists(Path.Combine(modules, "s3rver")))
        {
            Skipped.Say("jobs over object storage (npm install --prefix tests/interop/s3 has not been run)");
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("spindle-buckets-");
        var start = new ProcessStartInfo("node", ["--openssl-legacy-provider", Path.Combine(scripts, "serve.cjs"), folder.FullName, Bucket]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["SPINDLE_INTEROP_MODULES"] = Path.GetDirectoryName(modules.TrimEnd('/')) is { } parent && modules.EndsWith("node_modules", StringComparison.Ordinal) ? parent : modules;
        var process = Process.Start(start)!;
        var port = int.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("s3rver did not start"), CultureInfo.InvariantCulture);
        return new Buckets(process, folder, new UriBuilder("http", address, port).Uri);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            process.Kill();
        process.Dispose();
        folder.Delete(recursive: true);
    }
}
