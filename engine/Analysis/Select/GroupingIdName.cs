using Spindle.Analysis.Expressions;
using Spindle.Analysis.Scopes;
using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Functions.Catalog;
using Spindle.Plans.Expressions;

namespace Spindle.Analysis.Select;

/// <summary>Hive's <c>grouping__id</c>, which under grouping sets is <c>grouping_id()</c>.</summary>
internal sealed class GroupingIdName(GeneratedNames names) : INameSource
{
    private const string Name = "grouping__id";

    public Expression? Find(ValueList<string> parts, Origin origin) => parts is [var name] && name.Equals(Name, StringComparison.OrdinalIgnoreCase)
        ? names.Give(new GroupingFunction("grouping_id", []) { Origin = origin }, Name) : null;

    public IEnumerable<string> Suggestions() => [];
}
