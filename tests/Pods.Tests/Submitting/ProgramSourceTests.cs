using Spindle.Pods.Settings;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;
using Spindle.Pods.Tests.Settings;

namespace Spindle.Pods.Tests.Submitting;

/// <summary>By which way a program comes into its driver pod.</summary>
public sealed class ProgramSourceTests : IDisposable
{
    private static readonly string[] Travelling = ["Count.dll", "Count.runtimeconfig.json", "Helper.dll"];

    private readonly ProgramFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_of_the_image_is_named_by_its_path() => Assert.Equal(new ProgramSource.Image("/opt/app/Count.dll"), Of("local:///opt/app/Count.dll", ("spark.kubernetes.file.upload.path", "s3://data/programs")));

    [Fact]
    public void One_that_lies_in_object_storage_is_left_where_it_is() =>
        Assert.Equal(new ProgramSource.Storage(new StoredProgram("s3://data/count.zip", null)), Of("s3://data/count.zip", ("spark.kubernetes.file.upload.path", "s3://data/programs")));

    [Fact]
    public void A_small_one_goes_into_a_config_map_without_what_the_image_has()
    {
        var map = Assert.IsType<ProgramSource.Map>(Of(folder.Program));
        Assert.Equal(("Count.dll", string.Join(' ', Travelling)), (map.Assembly, string.Join(' ', map.Files.Select(Path.GetFileName))));
    }

    [Theory]
    [InlineData("s3://data/programs")]
    [InlineData("s3://data/programs/")]
    public void One_is_uploaded_where_a_setting_says_so(string path)
    {
        var upload = Assert.IsType<ProgramSource.Upload>(Of(folder.Program, ("spark.kubernetes.file.upload.path", path)));
        Assert.Equal(("s3://data/programs/spindle-upload-app-1", "Count.dll", string.Join(' ', Travelling)), (upload.Folder, upload.Assembly, string.Join(' ', upload.Files.Select(Path.GetFileName))));
        using var archive = ProgramArchive.Pack(upload.Files);
        Assert.Matches("^s3://data/programs/spindle-upload-app-1/[0-9a-f]{64}\\.zip#Count\\.dll$", upload.Place(archive).ToString());
    }

    [Fact]
    public void One_that_no_config_map_takes_is_refused_with_the_setting_that_helps()
    {
        folder.Write("Large.dll", new string('x', 10_000));
        var refused = Assert.Throws<SubmissionException>(() => Of(folder.Program, ("spark.kubernetes.configMap.maxSize", "12000")));
        Assert.Contains("are 9 KiB, and a config map takes 7: set spark.kubernetes.file.upload.path=s3://bucket/prefix", refused.Message, StringComparison.Ordinal);
        Assert.IsType<ProgramSource.Upload>(Of(folder.Program, ("spark.kubernetes.configMap.maxSize", "12000"), ("spark.kubernetes.file.upload.path", "s3a://data")));
    }

    [Theory]
    [InlineData("s3://data/programs", "/nowhere/Count.dll")]
    [InlineData("", "/nowhere/Count.dll")]
    public void One_that_is_not_there_is_refused(string uploads, string program) =>
        Assert.Equal($"there is no program at {program}", Assert.Throws<SubmissionException>(() => Of(program, ("spark.kubernetes.file.upload.path", uploads))).Message);

    [Theory]
    [InlineData("/srv/programs")]
    [InlineData("hdfs://name/programs")]
    [InlineData("s3://")]
    public void Uploads_go_to_object_storage_alone(string path) =>
        Assert.Contains("s3://bucket/prefix", Assert.Throws<SettingException>(() => Of(folder.Program, ("spark.kubernetes.file.upload.path", path))).Message, StringComparison.Ordinal);

    private static ProgramSource Of(string program, params (string Key, string Value)[] settings) =>
        ProgramSource.Of("app-1", program, KubernetesSettingsTests.Read([("spark.kubernetes.container.image", "spindle:1"), .. settings]), ProgramFolder.InImage);
}
