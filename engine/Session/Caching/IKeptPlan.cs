using Spindle.Sources;

namespace Spindle.Sql.Caching;

/// <summary>A plan whose rows are kept, from its first use on. Safe to use from several threads.</summary>
internal interface IKeptPlan
{
    StorageLevel Level { get; }

    /// <summary>The rows, which stay until <see cref="Release"/>; null where there is no room for them.</summary>
    ITable? Hold();

    void Release();

    /// <summary>Gives the rows up, once no query reads them any more.</summary>
    void Forget();
}
