using Spindle.Sql;

namespace Spindle.UserCode.Tests.Cluster;

/// <summary>Two executor processes that the tests of this collection share.</summary>
public sealed class ClusterSession : IDisposable
{
    public Session Session { get; } = Session.Builder().Master("local-cluster[2,2,512m]").Config("spark.sql.shuffle.partitions", "4").Create();

    public void Dispose() => Session.Dispose();
}

[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterSession>
{
    public const string Name = "cluster";
}
