using Spindle.Columnar.Errors;
using Spindle.Columnar.Types;
using Spindle.Plans.Expressions;
using Spindle.Plans.Unresolved;

namespace Spindle.Sql;

public sealed partial class DataFrame
{
    /// <summary>Names aggregates of the rows, <c>frame.Observe(seen, Count("*").As("rows"))</c>, for <see cref="Observation.Get"/>. The frame stays as it is.</summary>
    /// <exception cref="SpindleException">INVALID_OBSERVED_METRICS.*: DISTINCT, FILTER or a window function.</exception>
    public DataFrame Observe(Observation observation, Column aggregate, params Column[] aggregates)
    {
        foreach (var call in new[] { aggregate }.Concat(aggregates).SelectMany(c => c.Expression.SelfAndDescendants()))
        {
            var reason = call switch
            {
                UnresolvedFunction { Distinct: true } => "AGGREGATE_EXPRESSION_WITH_DISTINCT_UNSUPPORTED",
                UnresolvedFunction { Filter: not null } => "AGGREGATE_EXPRESSION_WITH_FILTER_UNSUPPORTED",
                UnresolvedWindow => "WINDOW_EXPRESSIONS_UNSUPPORTED",
                _ => null,
            };
            if (reason is not null)
            {
                throw new SpindleException(new ErrorClass($"INVALID_OBSERVED_METRICS.{reason}", "42K0E"), $"{call.Sql} cannot be observed: observe plain aggregates",
                    parameters: new Dictionary<string, string> { ["expr"] = $"\"{call.Sql}\"" });
            }
        }

        observation.Of(Agg(aggregate, aggregates));
        return this;
    }
}
