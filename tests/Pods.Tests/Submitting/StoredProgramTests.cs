using System.IO.Compression;
using System.Text;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Tests.Submitting;

/// <summary>Programs that lie in object storage: how they are named, and how a driver pod gets them.</summary>
public sealed class StoredProgramTests : IDisposable
{
    private readonly ProgramFolder folder = new();
    private readonly FolderStore store = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("s3://data/app.zip", "s3://data/app.zip", null)]
    [InlineData("s3://data/app.zip#Count.dll", "s3://data/app.zip", "Count.dll")]
    [InlineData("s3a://data/a/b/", "s3a://data/a/b", null)]
    [InlineData("s3://data/a/b/#Count.dll", "s3://data/a/b", "Count.dll")]
    [InlineData("s3://data/a/Count.dll", "s3://data/a", "Count.dll")]
    public void It_is_an_archive_a_folder_or_an_assembly_of_one(string text, string path, string? assembly)
    {
        Assert.True(StoredProgram.IsStored(text));
        var program = StoredProgram.Parse(text);
        Assert.Equal((path, assembly), (program.Path, program.Assembly));
        Assert.Equal(program, StoredProgram.Parse(program.ToString()));
    }

    [Theory]
    [InlineData("Count.dll")]
    [InlineData("/opt/app/Count.dll")]
    [InlineData("local:///opt/app/Count.dll")]
    [InlineData("s3://")]
    public void All_else_is_none(string text) => Assert.False(StoredProgram.IsStored(text));

    [Theory]
    [InlineData("s3://data/app.zip", "app/Count.dll")]
    [InlineData("s3://data/app.zip#app/Helper.dll", "app/Helper.dll")]
    [InlineData("s3://data/app", "Count.dll")]
    [InlineData("s3://data/app/Helper.dll", "Helper.dll")]
    public void It_is_fetched_with_all_that_lies_beside_it(string text, string assembly)
    {
        PutArchive("s3://data/app.zip", "app/Count.dll", "app/Count.runtimeconfig.json", "app/Helper.dll");
        foreach (var name in (string[])["Count.dll", "Count.runtimeconfig.json", "Helper.dll", "de/Count.resources.dll"])
            store.Objects[$"s3://data/app/{name}"] = Encoding.UTF8.GetBytes(name);
        var to = folder.Empty;
        var fetched = StoredProgram.Parse(text).Fetch(store, to);
        Assert.Equal(Path.Combine(to, assembly), fetched);
        Assert.Equal(assembly, File.ReadAllText(fetched));
        Assert.Equal(text.Contains(".zip", StringComparison.Ordinal) ? 3 : 4, Directory.GetFiles(to, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("s3://data/absent.zip", "there is no program at s3://data/absent.zip")]
    [InlineData("s3://data/absent", "there is no program at s3://data/absent")]
    [InlineData("s3://data/app.zip#Other.dll", "the program s3://data/app.zip has no Other.dll")]
    [InlineData("s3://data/library.zip", "the program s3://data/library.zip has no assembly with a .runtimeconfig.json; name the one to run: s3://data/library.zip#PROGRAM.dll")]
    [InlineData("s3://data/two.zip", "the program s3://data/two.zip has more than one assembly with a .runtimeconfig.json; name the one to run: s3://data/two.zip#PROGRAM.dll")]
    [InlineData("s3://data/climbing", "the program s3://data/climbing is refused: its file '../../Count.dll' would lie outside of the program's folder")]
    public void What_cannot_be_run_is_one_error_that_names_the_path(string text, string message)
    {
        PutArchive("s3://data/app.zip", "Count.dll", "Count.runtimeconfig.json");
        PutArchive("s3://data/library.zip", "Helper.dll");
        PutArchive("s3://data/two.zip", "Count.dll", "Count.runtimeconfig.json", "Other.dll", "Other.runtimeconfig.json");
        store.Objects["s3://data/climbing/../../Count.dll"] = [];
        Assert.Equal(message, Assert.Throws<SubmissionException>(() => StoredProgram.Parse(text).Fetch(store, folder.Empty)).Message);
    }

    // Each file holds its name.
    private void PutArchive(string path, params string[] names)
    {
        using var content = new MemoryStream();
        using (var zip = new ZipArchive(content, ZipArchiveMode.Create))
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(name));
            }

        store.Objects[path] = content.ToArray();
    }
}
