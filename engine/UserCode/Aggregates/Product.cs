namespace Spindle.UserCode.Aggregates;

/// <summary>The product so far; 1 of nothing.</summary>
/// <param name="HasValue">True once there was a value.</param>
public readonly record struct ProductState(double Value, bool HasValue);

/// <summary>The product of the values that are not null, as four functions; null for none.</summary>
public static class Product
{
    public static ProductState Initial() => new(1, HasValue: false);

    public static ProductState Update(ProductState state, double? input) => input is { } value ? new(state.Value * value, HasValue: true) : state;

    public static ProductState Merge(ProductState left, ProductState right) => new(left.Value * right.Value, left.HasValue || right.HasValue);

    public static double? Result(ProductState state) => state.HasValue ? state.Value : null;
}
