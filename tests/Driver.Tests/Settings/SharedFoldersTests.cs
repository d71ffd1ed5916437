using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans;
using Spindle.Storage.Tables;

namespace Spindle.Driver.Tests.Settings;

/// <summary>Which local paths a query over pods may read and write.</summary>
public sealed class SharedFoldersTests
{
    private static readonly SharedFolders Shared = new(["/data", "/mnt/lake/"]);

    [Theory]
    [InlineData("s3://bucket/t")]
    [InlineData("/data")]
    [InlineData("/data/t")]
    [InlineData("file:/data/t")]
    [InlineData("file:///mnt/lake/t/part-1.parquet")]
    public void What_executors_see_is_let_through(string path)
    {
        Shared.Check(Table(path));
        Shared.Check(Sink(path));
    }

    [Theory]
    [InlineData("/database/t")]
    [InlineData("/tmp/t")]
    [InlineData("file:///tmp/t")]
    [InlineData("/data/../tmp/t")]
    [InlineData("t")]
    public void A_path_of_the_drivers_own_disk_is_refused_by_name(string path)
    {
        foreach (var refused in (Action[])[() => Shared.Check(Table(path)), () => Shared.Check(Sink(path)), () => Shared.Check(path)])
        {
            var error = Assert.Throws<SpindleException>(refused);
            Assert.Equal("SPINDLE_PATH_NOT_SHARED", error.ErrorClass.Name);
            Assert.Contains($"executors cannot see {path}:", error.Message, StringComparison.Ordinal);
        }
    }

    private static FileTableDescriptor Table(string path) => new("parquet", path, new StructType([]), new StructType([]), [], path, new StructType([]));

    private static FileSinkDescriptor Sink(string path) => new("parquet", path, "job", [], [], "UTC", path, new StructType([]));
}
