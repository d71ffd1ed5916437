using Spindle.Sql;

namespace Spindle.Samples.Udf;

/// <summary>A ride.</summary>
/// <param name="Distance">Kilometres.</param>
/// <param name="Fare">Null where it was not paid yet.</param>
public sealed record Trip(string Driver, DateOnly Day, double Distance, decimal? Fare);

/// <summary>What somebody earned.</summary>
public sealed record Earning(string Name, decimal Amount);

/// <summary>The longest distance, as a text.</summary>
public sealed class Longest : Aggregator<double, double, string>
{
    public override double Zero() => 0;

    public override double Reduce(double state, double value) => Math.Max(state, value);

    public override double Merge(double left, double right) => Math.Max(left, right);

    public override string Finish(double state) => $"{state:0.0} km";
}
