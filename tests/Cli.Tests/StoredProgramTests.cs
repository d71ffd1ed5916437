using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spindle.Testing;
using Spindle.Testing.Kubernetes;

namespace Spindle.Cli.Tests;

/// <summary>A program in a bucket, as a driver pod runs it: fetched, unpacked, started; and one line where that cannot be.</summary>
public sealed class StoredProgramTests : CommandLine
{
    private static readonly string[] Program = ["Tpch.dll", "Tpch.runtimeconfig.json"];

    [Fact]
    public void A_program_is_run_from_an_archive_or_a_folder_of_a_bucket()
    {
        using var buckets = Buckets.TryStart();
        if (buckets is null)
            return;
        using var store = new ObjectProgramStore(buckets.Settings.ToDictionary(s => s.Key, s => s.Value));
        var archive = Archive("program.zip", zip =>
        {
            foreach (var file in Program)
                zip.CreateEntryFromFile(System.IO.Path.Combine(AppContext.BaseDirectory, file), file);
        });
        var hashed = $"s3://data/programs/{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}.zip";
        store.Put(archive, hashed, CancellationToken.None);
        foreach (var file in Program)
            store.Put(System.IO.Path.Combine(AppContext.BaseDirectory, file), $"s3://data/published/{file}", CancellationToken.None);
        foreach (var program in (string[])[$"{hashed}#Tpch.dll", "s3://data/published/Tpch.dll"])
            Assert.Contains("1 of 1 equal the reference", Stored(buckets, program, "--scale", "0.01", "--out", Path("data"), "--queries", "6").Succeeded(), StringComparison.Ordinal);
        // Nothing of it stays on the machine, nor in the bucket once it is removed.
        Assert.Empty(Directory.GetDirectories(Path("tmp"), "spindle-program-*"));
        Assert.Empty(Directory.GetDirectories(Path("tmp"), "spindle-fetch-*"));
        store.Delete("s3://data/programs");
        store.Delete("s3://data/published");
        Assert.Empty(buckets.Objects);
    }

    [Fact]
    public void One_that_is_absent_or_broken_is_one_line_with_bucket_and_key()
    {
        using var buckets = Buckets.TryStart();
        if (buckets is null)
            return;
        using var store = new ObjectProgramStore(buckets.Settings.ToDictionary(s => s.Key, s => s.Value));
        Fails("spindle: there is no program at s3://data/absent.zip", Stored(buckets, "s3://data/absent.zip#Tpch.dll"));
        Fails("spindle: there is no program at s3://data/absent", Stored(buckets, "s3://data/absent/Tpch.dll"));

        var hashed = $"s3://data/{new string('a', 64)}.zip";
        store.Put(Write("half.zip", "PK, and no more of it"), hashed, CancellationToken.None);
        Fails($"spindle: the program {hashed} is not what was put there: its SHA-256 is {Convert.ToHexStringLower(SHA256.HashData("PK, and no more of it"u8))}", Stored(buckets, hashed));

        store.Put(Path("half.zip"), "s3://data/half.zip", CancellationToken.None);
        var half = Stored(buckets, "s3://data/half.zip");
        Assert.StartsWith("spindle: the program s3://data/half.zip cannot be unpacked: ", half.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (half.ExitCode, half.Error.TrimEnd().Split('\n').Length));

        store.Put(Archive("climbing.zip", static zip => zip.CreateEntry("../Tpch.dll")), "s3://data/climbing.zip", CancellationToken.None);
        Fails("spindle: the program s3://data/climbing.zip is refused: its file '../Tpch.dll' would lie outside of the program's folder", Stored(buckets, "s3://data/climbing.zip"));

        var elsewhere = Stored(buckets, "s3://elsewhere/program.zip");
        Assert.StartsWith("spindle: ", elsewhere.Error, StringComparison.Ordinal);
        Assert.Contains("s3://elsewhere/program.zip", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal((1, 1), (elsewhere.ExitCode, elsewhere.Error.TrimEnd().Split('\n').Length));
    }

    [Fact]
    public async Task A_program_that_is_submitted_lies_where_its_pod_finds_it()
    {
        using var buckets = Buckets.TryStart();
        if (buckets is null)
            return;
        await using var server = await ScriptedApiServer.StartAsync();
        server.CreateNamespace("team-a");
        server.Objects.Create(ServedKind.All.First(k => k.Plural == "serviceaccounts"), "team-a", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
        var config = Write("kubeconfig", $$$"""{"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],"clusters":[{"name":"c","cluster":{"server":"{{{server.Address}}}"}}],"users":[{"name":"u","user":{}}]}""");
        var conf = buckets.Settings.Append(("spark.kubernetes.container.image", "spindle:1")).Append(("spark.kubernetes.file.upload.path", "s3://data/programs")).SelectMany(s => (string[])["--conf", $"{s.Item1}={s.Item2}"]);
        var submit = Cli(new() { ["KUBECONFIG"] = config }, ["submit", "--deploy-mode", "cluster", "--detach", "--master", "k8s://", "-n", "team-a", .. conf, System.IO.Path.Combine(AppContext.BaseDirectory, "Tpch.dll"), "--queries", "6"]);
        Assert.Equal((0, ""), (submit.ExitCode, submit.Output));
        var archive = $"s3://data/{Assert.Single(buckets.Objects)}";
        Assert.Contains($"its program stays in {archive[..archive.LastIndexOf('/')]} until somebody removes it", submit.Error, StringComparison.Ordinal);
        var words = Assert.Single(server.Objects.List("pods", "team-a")).Json["spec"]!["containers"]![0]!["args"]!.AsArray().Select(w => w!.ToString()).ToArray();
        Assert.Equal(["run", $"{archive}#Tpch.dll", "--queries", "6"], words);

        // The pod has its settings from the secret that came with it.
        var secret = Assert.Single(server.Objects.List("secrets", "team-a")).Json["data"]!["settings.json"]!.ToString();
        var settings = JsonSerializer.Deserialize<Dictionary<string, string>>(Convert.FromBase64String(secret))!;
        settings.Remove("spark.master");
        var run = Cli(new() { ["SPINDLE_SUBMIT"] = Write("settings.json", JsonSerializer.Serialize(settings)) }, [.. words, "--scale", "0.01", "--out", Path("data")]);
        Assert.Contains("1 of 1 equal the reference", run.Succeeded(), StringComparison.Ordinal);
    }

    private ProcessRun Stored(Buckets buckets, params string[] words)
    {
        var settings = Write("settings.json", JsonSerializer.Serialize(buckets.Settings.ToDictionary(s => s.Key, s => s.Value)));
        return Cli(new() { ["SPINDLE_SUBMIT"] = settings, ["TMPDIR"] = Directory.CreateDirectory(Path("tmp")).FullName }, ["run", .. words]);
    }

    private ProcessRun Cli(Dictionary<string, string?> environment, string[] words) =>
        ProcessRun.Of("dotnet", [System.IO.Path.Combine(AppContext.BaseDirectory, "Spindle.Cli.dll"), .. words], Path(""), deadline: TimeSpan.FromMinutes(2), environment: new Dictionary<string, string?>(environment) { ["SPINDLE_DEBUG"] = null });

    private string Archive(string name, Action<ZipArchive> fill)
    {
        using var zip = ZipFile.Open(Path(name), ZipArchiveMode.Create);
        fill(zip);
        return Path(name);
    }
}
