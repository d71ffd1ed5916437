using System.IO.Compression;
using Spindle.Pods.Submitting;
using Spindle.Pods.Submitting.Programs;

namespace Spindle.Pods.Tests.Submitting;

/// <summary>Packing a program and unpacking it, and archives that are not to be unpacked.</summary>
public sealed class ProgramArchiveTests : IDisposable
{
    private readonly ProgramFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_packed_comes_out_and_has_one_name_whenever_it_is_packed()
    {
        using var archive = ProgramArchive.Pack(Files);
        File.SetLastWriteTimeUtc(folder.Program, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        using var again = ProgramArchive.Pack(Files.Reverse());
        Assert.Equal(archive.Name, again.Name);
        var to = folder.Empty;
        ProgramArchive.Unpack(archive.File, $"s3://data/{archive.Name}", to);
        foreach (var file in Files)
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(to, Path.GetFileName(file))));
        Assert.Equal(Files.Length, Directory.GetFiles(to).Length);

        folder.Write("Helper.dll", "changed");
        using var changed = ProgramArchive.Pack(Files);
        Assert.NotEqual(archive.Name, changed.Name);
    }

    [Fact]
    public void An_archive_is_gone_when_it_is_disposed_of()
    {
        var archive = ProgramArchive.Pack(Files);
        archive.Dispose();
        Assert.False(File.Exists(archive.File));
    }

    [Fact]
    public void A_byte_that_changed_is_noticed_by_the_name()
    {
        using var archive = ProgramArchive.Pack(Files);
        var bytes = File.ReadAllBytes(archive.File);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(archive.File, bytes);
        RefusedAsIs($"the program s3://data/{archive.Name} is not what was put there: its SHA-256 is ", archive.File, $"s3://data/{archive.Name}");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void What_is_no_whole_archive_is_refused(int length)
    {
        using var archive = ProgramArchive.Pack(Files);
        File.WriteAllBytes(archive.File, File.ReadAllBytes(archive.File)[..length]);
        RefusedAsIs("the program s3://data/count.zip cannot be unpacked: ", archive.File, "s3://data/count.zip");
    }

    [Theory]
    [InlineData("../escaped.dll")]
    [InlineData("below/../../escaped.dll")]
    [InlineData("/tmp/escaped.dll")]
    [InlineData("..")]
    public void Files_that_climb_out_of_the_folder_are_refused_before_any_is_written(string name)
    {
        var file = Path.Combine(folder.Empty, "..", "climbing.zip");
        using (var zip = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            zip.CreateEntry("Count.dll");
            zip.CreateEntry(name);
        }

        RefusedAsIs($"the program s3://data/count.zip is refused: its file '{name}' would lie outside of the program's folder", file, "s3://data/count.zip");
    }

    private string[] Files => [folder.Program, Path.Combine(Path.GetDirectoryName(folder.Program)!, "Helper.dll")];

    private void RefusedAsIs(string message, string archive, string path)
    {
        var to = folder.Empty;
        Assert.StartsWith(message, Assert.Throws<SubmissionException>(() => ProgramArchive.Unpack(archive, path, to)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(to));
    }
}
