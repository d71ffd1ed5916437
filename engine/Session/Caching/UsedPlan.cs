using Spindle.Plans.Logical;
using Spindle.Sources;

namespace Spindle.Sql.Caching;

/// <summary>A plan whose kept parts are read from where they are kept.</summary>
/// <param name="Names">Where its names are looked up, since views have kept parts too; null for the session's catalog.</param>
/// <param name="Hold">Holds the rows there for the query. Analysis adds to it.</param>
internal readonly record struct UsedPlan(LogicalPlan Plan, ICatalog? Names, IDisposable Hold);
